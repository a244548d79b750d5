"""M6, M7 and M26: what was ordered and what came of it; units, members and needs; volunteers, their hours."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tongxin.ground.organizations.dates import in_force
from tongxin.insight.indicators.figure import Figure, Period, Value, shared
from tongxin.trades.orders.models import (
    Engagement,
    MemberRegistration,
    Need,
    Order,
    ServiceKind,
    UnitRegistration,
    Volunteer,
)


@dataclass(frozen=True, slots=True)
class Placed:
    """An order of the period, and what came of it."""

    pk: int
    kind: int | None
    done: bool
    satisfied: int | None
    taken: bool


@shared
def _placed(period: Period) -> list[Placed]:
    taken = Engagement.objects.filter(order=OuterRef("pk"), agreed_at__isnull=False)
    found = Order.objects.filter(ordered_at__date__range=(period.since, period.until)).order_by("pk")
    rows = found.values_list("pk", "kind", "done_at", "satisfied", Exists(taken))
    return [Placed(pk, kind, done is not None, heard, taken) for pk, kind, done, heard, taken in rows]


def _ids(found: QuerySet) -> tuple[int, ...]:
    return tuple(found.order_by("pk").values_list("pk", flat=True))


def _share(part: Callable[[Placed], bool], whole: Callable[[Placed], bool]) -> Callable[[Period], Value]:
    """Of the orders placed in the period (those of ``whole``), the ones of ``part``."""

    def compute(period: Period) -> Value:
        asked = [order for order in _placed(period) if whole(order)]
        return Value(
            "order", tuple(order.pk for order in asked if part(order)), tuple(order.pk for order in asked)
        )

    return compute


def _ordered(period: Period) -> Value:
    return Value("order", tuple(order.pk for order in _placed(period)))


def _kinds(period: Period) -> Value:
    """By kind: which services of the menu were ordered at all."""
    menu = _ids(ServiceKind.objects.filter(since__lte=period.until).exclude(until__lte=period.until))
    ordered = {order.kind for order in _placed(period)}
    return Value("service", tuple(pk for pk in menu if pk in ordered), menu)


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
    Figure("M6", "ordered", _("Services ordered"), _("orders placed in the period"), _ordered),
    Figure(
        "M6",
        "taken",
        _("Orders somebody took"),
        _("taken or agreed to by a volunteer ÷ orders placed"),
        _share(lambda order: order.taken, lambda order: True),
    ),
    Figure(
        "M6",
        "done",
        _("Orders done"),
        _("done ÷ orders placed"),
        _share(lambda order: order.done, lambda order: True),
    ),
    Figure(
        "M6",
        "content",
        _("Content with the service"),
        _("satisfied or very satisfied ÷ done and heard from"),
        _share(
            lambda order: order.satisfied >= 3,
            lambda order: order.done and order.satisfied is not None,
        ),
    ),
    Figure("M6", "kinds", _("Services in use"), _("ordered at least once ÷ services on the menu"), _kinds),
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
