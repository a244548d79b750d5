"""One way of looking at the orders, as an address says it: the list shows it as a table, an open order as the
list beside itself. What is no choice does not narrow.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.paging import PAGE, Page
from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory.paths import WELL_FORMED
from tongxin.trades.orders.flow import ORDER
from tongxin.trades.orders.models import Order
from tongxin.trades.orders.selectors.desk import Filters, desk_list, states_of

BESIDE = "in"
LONGEST = 400


@dataclass(frozen=True)
class View:
    """One of the tabs: its name in addresses, its words, and what it always narrows by."""

    name: str
    label: object
    filters: Filters


VIEWS = (
    View("mine", _("My turn"), Filters(mine=True)),
    View("late", _("Late"), Filters(late=True)),
    View("sought", _("Somebody is sought"), Filters(states=("open", "widened", "dispatched"))),
    View("agreed", _("Taken"), Filters(states=("taken", "scheduled", "on_way"))),
    View("open", _("All open"), Filters()),
    View("all", _("Closed, too"), Filters(open_only=False)),
)
BY_NAME = {view.name: view for view in VIEWS}


@dataclass(frozen=True)
class Looking:
    """A view, what narrows it, and the mark its page comes after. ``usual``: nothing was asked for."""

    view: View
    narrowed: Mapping[str, str] = field(default_factory=dict)
    after: str = ""
    usual: bool = False

    @property
    def filters(self) -> Filters:
        chosen = dict(self.narrowed)
        state = chosen.pop("state", "")
        base = replace(self.view.filters, states=(state,)) if state else self.view.filters
        return replace(base, **chosen)

    def page(self, actor: Actor, size: int = PAGE) -> Page[Order]:
        return desk_list(actor, self.filters, after=self.after, size=size)

    def query(self, *, after: str = "", view: View | None = None) -> str:
        """What stands behind the ``?`` of this way of looking, always in the same order."""
        parts = {"view": (view or self.view).name, **self.narrowed} | ({"after": after} if after else {})
        return urlencode(parts)

    @property
    def beside(self) -> str:
        """``?in=…``: what an order's address carries so that this list stands beside it."""
        return "" if self.usual else "?" + urlencode({BESIDE: self.query(after=self.after)})


def read(given: Mapping[str, str], actor: Actor) -> Looking:
    """The way of looking that an address asks for."""
    narrowed = {}
    if given.get("state", "") in ORDER.state_by_name:
        narrowed["state"] = given["state"]
    if number := given.get("number", "").replace("\0", "").strip()[:20]:
        narrowed["number"] = number
    if (kind := given.get("kind", "")[:32]) and kind.replace("-", "").replace("_", "").isalnum() | (
        kind == "-"
    ):
        narrowed["kind"] = kind
    if WELL_FORMED.fullmatch(path := given.get("path", "")[:128]):
        narrowed["path"] = path
    usual = BY_NAME["mine" if states_of(actor) else "open"]
    view = BY_NAME.get(given.get("view", ""), usual)
    after = given.get("after", "")[:64]
    return Looking(view, narrowed, after, view is usual and not narrowed and not after)


def carried_in(request: HttpRequest) -> Looking:
    """The way of looking that an open order carries along."""
    return read(dict(parse_qsl(request.GET.get(BESIDE, "")[:LONGEST])), request.actor)
