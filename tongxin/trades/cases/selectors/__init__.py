"""Everything that can be asked about cases. Reads only, a fixed number of queries each."""

from tongxin.trades.cases.selectors.elsewhere import numbers_known
from tongxin.trades.cases.selectors.figures import Outcomes, outcomes
from tongxin.trades.cases.selectors.following import Followed, follow
from tongxin.trades.cases.selectors.lists import Page, counts, queue, search, summons_queue
from tongxin.trades.cases.selectors.matching import Filters
from tongxin.trades.cases.selectors.sight import (
    may_read,
    may_see_photo,
    reporter_line,
    text_for,
    who_looked,
)

__all__ = [
    "Filters",
    "Followed",
    "Outcomes",
    "Page",
    "counts",
    "follow",
    "may_read",
    "may_see_photo",
    "numbers_known",
    "outcomes",
    "queue",
    "reporter_line",
    "search",
    "summons_queue",
    "text_for",
    "who_looked",
]
