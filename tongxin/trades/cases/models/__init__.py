"""Facts of the cases trade. Only ``actions``, ``flows``, the demo and migrations write them."""

from tongxin.trades.cases.models.case import Case
from tongxin.trades.cases.models.catalogue import Category, DangerWord, Duty, Ground
from tongxin.trades.cases.models.drafts import Draft, DraftPhoto
from tongxin.trades.cases.models.places import PlaceNamesRead
from tongxin.trades.cases.models.records import Attachment, Distinct, Exclusion, Supplement, Verdict
from tongxin.trades.cases.models.saved import SavedFilter
from tongxin.trades.cases.models.sharing import SharedView
from tongxin.trades.cases.models.summons import Summons

__all__ = [
    "Attachment",
    "Case",
    "Category",
    "DangerWord",
    "Distinct",
    "Draft",
    "DraftPhoto",
    "Duty",
    "Exclusion",
    "Ground",
    "PlaceNamesRead",
    "SavedFilter",
    "SharedView",
    "Summons",
    "Supplement",
    "Verdict",
]
