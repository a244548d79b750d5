"""M6, M7 and M26: what was ordered and what came of it; units, members and needs; volunteers, their hours."""

from collections.abc import Callable
from functools import partial

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from tongxin.ground.organizations.dates import in_force
from tongxin.insight.indicators.figure import Figure, Period, Value
from tongxin.trades.orders.models import (
    Engagement,
    MemberRegistration,
    Need,
    Order,
    ServiceKind,
    UnitRegistration,
    Volunteer,
)

ALL = Q()
TAKEN = Q(engagements__agreed_at__isnull=False)


def _placed(period: Period) -> QuerySet[Order]:
    return Order.objects.filter(ordered_at__date__range=(period.since, period.until))


def _ids(found: QuerySet) -> tuple[int, ...]:
    return tuple(found.order_by("pk").distinct().values_list("pk", flat=True))


def _share(part: Q, whole: Q) -> Callable[[Period], Value]:
    """Of the orders placed in the period (those of ``whole``), the ones of ``part``."""

    def compute(period: Period) -> Value:
        placed = _placed(period).filter(whole)
        return Value("order", _ids(placed.filter(part)), _ids(placed))

    return compute


def _ordered(period: Period) -> Value:
    return Value("order", _ids(_placed(period)))


def _kinds(period: Period) -> Value:
    """By kind: which services of the menu were ordered at all."""
    menu = ServiceKind.objects.filter(since__lte=period.until).exclude(until__lte=period.until)
    return Value("service", _ids(menu.filter(orders__in=_placed(period))), _ids(menu))


def _volunteers(period: Period) -> Value:
    here = Volunteer.objects.filter(joined_at__date__lte=period.until, state__in=["active", "resting"])
    return Value("volunteer", _ids(here))


def _helping(period: Period) -> Value:
    """The volunteers with hours confirmed in the period, of all."""
    everybody = _volunteers(period).counted
    helped = Volunteer.objects.filter(pk__in=everybody, engagements__in=_confirmed(period))
    return Value("volunteer", _ids(helped), everybody)


def _hours(period: Period) -> Value:
    parts = _confirmed(period)
    minutes = parts.aggregate(sum=Sum("confirmed_minutes"))["sum"] or 0
    return Value("part", _ids(parts), amount=round(minutes / 60, 1))


def _confirmed(period: Period) -> QuerySet[Engagement]:
    days = (period.since, period.until)
    return Engagement.objects.filter(confirmed_at__date__range=days, confirmed_minutes__gt=0)


def _registered(model: type[UnitRegistration] | type[MemberRegistration], noun: str, period: Period) -> Value:
    return Value(noun, _ids(model.objects.filter(in_force(period.until))))


def _needs(period: Period) -> Value:
    """Of the needs that were due in the period, or met in it, those that are met."""
    days = (period.since, period.until)
    due = Need.objects.filter(dropped_on=None).filter(Q(by_day__range=days) | Q(met_on__range=days))
    return Value("need", _ids(due.filter(met_on__lte=period.until)), _ids(due))


DONE, HEARD = Q(done_at__isnull=False), Q(satisfied__isnull=False)

FIGURES = [
    Figure("M6", "ordered", _("Services ordered"), _("orders placed in the period"), _ordered),
    Figure(
        "M6",
        "taken",
        _("Orders somebody took"),
        _("taken or agreed to by a volunteer ÷ orders placed"),
        _share(TAKEN, ALL),
    ),
    Figure("M6", "done", _("Orders done"), _("done ÷ orders placed"), _share(DONE, ALL)),
    Figure(
        "M6",
        "content",
        _("Content with the service"),
        _("satisfied or very satisfied ÷ done and heard from"),
        _share(Q(satisfied__gte=3), DONE & HEARD),
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
