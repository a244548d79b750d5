"""Who sees how much of an order: names are masked, and each look behind the mask is written down."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tongxin.ground.people.models import Person
from tongxin.ground.people.purposes import PURPOSES, Purpose, offered
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import sees
from tongxin.trades.orders.choices import Showing
from tongxin.trades.orders.models import Engagement, Order

CALL = "call_back"
AT_WORK = ("taken", "scheduled", "on_way")
WHOSE = {"requester": _("Ordered by"), "beneficiary": _("Ordered for")}


@dataclass(frozen=True)
class Named:
    """Somebody an order names: by which column, in which words, the masked line, whether more may be seen."""

    column: str
    label: object
    line: object
    may_unmask: bool


def person_of(order: Order, whose: str) -> Person | None:
    """Whom a column names; None where it is empty or no such column."""
    return getattr(order, whose) if whose in WHOSE else None


def people_of(order: Order, actor: Actor) -> list[Named]:
    """Who ordered it and whom it is for, as far as the actor may know."""
    masked = sees(actor, order.place_path, "person.read_masked")
    may = bool(purposes_for(order, actor))
    named = [(column, label, person_of(order, column)) for column, label in WHOSE.items()]
    return [
        Named(
            column,
            label,
            f"{person.shown_name} {person.phone_mask}".strip() if masked else _("a resident"),
            may,
        )
        for column, label, person in named
        if person is not None
    ]


def purposes_for(order: Order, actor: Actor) -> list[Purpose]:
    """What for the actor may have names and numbers opened; nothing for who may not at all. Who has taken it
    may call, while it is to be done.
    """
    if sees(actor, order.place_path, "person.unmask"):
        return offered()
    return [PURPOSES[CALL]] if order.state in AT_WORK and order.the("taker", actor) else []


def pictures_of(order: Order) -> dict[str, list[dict[str, str]]]:
    """The photos of an order, for whoever ordered it: as ``sorted_out`` says."""
    return sorted_out(order.pictures.values("name", "showing"))


def sorted_out(pictures: Iterable[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    """Photos (``name``, ``showing``) by what they show: ``asked``, what is to be done, and ``pictures``, what
    was done.
    """
    kept = list(pictures)
    shown = {each: [photo for photo in kept if photo["showing"] == each] for each in Showing}
    return {"asked": shown[Showing.ASKED], "pictures": shown[Showing.DONE]}


def may_see(showing: str, order: Order, part: Engagement | None) -> bool:
    """Whether whoever has this part in the order sees its photos of this: once they have agreed; what is to
    be done only until it is done.
    """
    if part is None or part.agreed_at is None:
        return False
    return showing == Showing.DONE or order.state in AT_WORK
