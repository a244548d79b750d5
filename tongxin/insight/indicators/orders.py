"""M6, M7 and M26: what was ordered and what came of it; units, members and needs; volunteers, their hours."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongxin.ground.organizations.dates import in_force
from tongxin.insight.indicators.figure import Figure, Part, Period, Value, shared
from tongxin.trades.orders.choices import Content
from tongxin.trades.orders.models import (
    Engagement,
    MemberRegistration,
    Need,
    Order,
    ServiceKind,
    UnitRegistration,
    Volunteer,
)

WISH = "(wish)"  # no code of a service has brackets


@dataclass(frozen=True, slots=True)
class Placed:
    """An order of the period, and what came of it by its last day. ``code``: of its service, or ``WISH``."""

    pk: int
    code: str
    done: bool
    satisfied: int | None
    taken: bool


@shared
def _placed(period: Period) -> list[Placed]:
    taken = Engagement.objects.filter(order=OuterRef("pk"), agreed_at__date__lte=period.until)
    found = Order.objects.filter(ordered_at__date__range=(period.since, period.until)).order_by("pk")
    done = Case(When(done_at__date__lte=period.until, then=True), default=False)
    rows = found.values_list("pk", "kind__code", done, "satisfied", Exists(taken))
    return [Placed(pk, code or WISH, done, heard, taken) for pk, code, done, heard, taken in rows]


@shared
def _menu() -> list[ServiceKind]:
    """Every row the menu ever had, in its order; of one code, the row for everywhere first."""
    return list(ServiceKind.objects.order_by("position", "code", "place_path", "-since"))


def _ids(found: QuerySet) -> tuple[int, ...]:
    return tuple(found.order_by("pk").values_list("pk", flat=True))


def _everything(_order: Placed) -> bool:
    return True


def _of_placed(period: Period, part: Callable[[Placed], bool] = _everything) -> Value:
    """Of the orders placed in the period, the ones of ``part``, by kind of service, wishes last."""
    asked = _placed(period)
    counted = [order for order in asked if part(order)]
    found = Counter(order.code for order in counted)
    placed = {order.code for order in asked}
    titles = {kind.code: kind.title for kind in reversed(_menu())}
    kinds = [code for code in dict.fromkeys(kind.code for kind in _menu()) if code in placed]
    parts = [Part(code, titles[code], found[code]) for code in kinds]
    if WISH in placed:
        parts.append(Part(WISH, gettext("Wishes"), found[WISH]))
    return Value("order", _keys(counted), None if part is _everything else _keys(asked), parts=tuple(parts))


def _content(period: Period) -> Value:
    """Of the orders done and heard from, those somebody was satisfied with."""
    heard = [order for order in _placed(period) if order.done and order.satisfied is not None]
    content = [order for order in heard if order.satisfied >= Content.SATISFIED]
    return Value("order", _keys(content), _keys(heard))


def _keys(orders: Iterable[Placed]) -> tuple[int, ...]:
    return tuple(order.pk for order in orders)


def _kinds(period: Period) -> Value:
    """Of the services on the menu on the day, each once however many rows it has, the ones ordered."""
    menu: dict[str, int] = {}
    for kind in _menu():
        if kind.since <= period.until and (kind.until is None or kind.until > period.until):
            menu.setdefault(kind.code, kind.pk)
    ordered = {order.code for order in _placed(period)}
    return Value("service", tuple(pk for code, pk in menu.items() if code in ordered), tuple(menu.values()))


@shared
def _everybody(period: Period) -> tuple[int, ...]:
    here = Volunteer.objects.filter(joined_at__date__lte=period.until, state__in=["active", "resting"])
    return _ids(here)


def _volunteers(period: Period) -> Value:
    return Value("volunteer", _everybody(period))


@shared
def _confirmed(period: Period) -> list[tuple[int, int, int]]:
    """The parts whose hours were confirmed in the period: key, volunteer, minutes."""
    days = (period.since, period.until)
    parts = Engagement.objects.filter(confirmed_at__date__range=days, confirmed_minutes__gt=0)
    return list(parts.order_by("pk").values_list("pk", "volunteer", "confirmed_minutes"))


def _helping(period: Period) -> Value:
    """The volunteers with hours confirmed in the period, of all."""
    everybody = _everybody(period)
    helped = {volunteer for _part, volunteer, _minutes in _confirmed(period)}
    return Value("volunteer", tuple(pk for pk in everybody if pk in helped), everybody)


def _hours(period: Period) -> Value:
    parts = _confirmed(period)
    minutes = sum(minutes for _part, _volunteer, minutes in parts)
    return Value("part", tuple(pk for pk, *_rest in parts), amount=round(minutes / 60, 1))


def _registered(model: type[UnitRegistration] | type[MemberRegistration], noun: str, period: Period) -> Value:
    return Value(noun, _ids(model.objects.filter(in_force(period.until))))


def _needs(period: Period) -> Value:
    """Of the needs that were due in the period, or met in it, those that are met."""
    days = (period.since, period.until)
    due = Need.objects.filter(dropped_on=None).filter(Q(by_day__range=days) | Q(met_on__range=days))
    rows = list(due.order_by("pk").values_list("pk", "met_on"))
    met = tuple(pk for pk, met_on in rows if met_on is not None and met_on <= period.until)
    return Value("need", met, tuple(pk for pk, _met_on in rows))


FIGURES = [
    Figure("M6", "ordered", _("Services ordered"), _("orders placed in the period"), _of_placed),
    Figure(
        "M6",
        "taken",
        _("Orders somebody took"),
        _("taken or agreed to by a volunteer ÷ orders placed"),
        partial(_of_placed, part=attrgetter("taken")),
    ),
    Figure(
        "M6",
        "done",
        _("Orders done"),
        _("done ÷ orders placed"),
        partial(_of_placed, part=attrgetter("done")),
    ),
    Figure(
        "M6",
        "content",
        _("Content with the service"),
        _("satisfied or very satisfied ÷ done and heard from"),
        _content,
    ),
    Figure(
        "M6",
        "kinds",
        _("Services in use"),
        _("ordered at least once ÷ services on the menu"),
        _kinds,
        version=2,
    ),
    Figure(
        "M7",
        "units",
        _("Units reported in"),
        _("units registered with a community on the day"),
        partial(_registered, UnitRegistration, "unit"),
    ),
    Figure(
        "M7",
        "members",
        _("Members reported in"),
        _("members registered with the community they live in"),
        partial(_registered, MemberRegistration, "member"),
    ),
    Figure("M7", "needs_met", _("Needs met"), _("met ÷ needs due or met in the period"), _needs),
    Figure("M26", "volunteers", _("Volunteers"), _("admitted, and not left"), _volunteers),
    Figure(
        "M26",
        "helping",
        _("Volunteers who helped"),
        _("with hours confirmed in the period ÷ all volunteers"),
        _helping,
    ),
    Figure("M26", "hours", _("Hours of volunteers"), _("minutes confirmed by the other side ÷ 60"), _hours),
]
