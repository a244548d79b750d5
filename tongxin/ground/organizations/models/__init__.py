"""The second tree, estates, and the dated facts about both. Only ``organizations.actions`` writes here."""

from tongxin.ground.organizations.models.estates import (
    AdviserPosting,
    Estate,
    EstatePlace,
    MembersFact,
    OwnersCommitteeFact,
    PartyCoverageFact,
    PropertyServiceFact,
)
from tongxin.ground.organizations.models.organizations import Change, Coverage, Organization

__all__ = [
    "AdviserPosting",
    "Change",
    "Coverage",
    "Estate",
    "EstatePlace",
    "MembersFact",
    "Organization",
    "OwnersCommitteeFact",
    "PartyCoverageFact",
    "PropertyServiceFact",
]
