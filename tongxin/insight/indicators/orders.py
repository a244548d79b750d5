"""M6, M7 and M26: what was ordered and what came of it; units, members and needs; volunteers, their hours."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Cast
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.models import Journal
from tongxin.ground.gathered import gathered
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
def _facts(period: Period) -> dict[str, list]:
    """All that these figures are made of, in one statement: tuples by noun, the menu as models."""
    days = (period.since, period.until)
    taken = Exists(Engagement.objects.filter(order=OuterRef("pk"), agreed_at__date__lte=period.until))
    done = Case(When(done_at__date__lte=period.until, then=True), default=False)
    heard = Case(When(rating__at__date__lte=period.until, then=F("rating__satisfied")))
    placed = Order.objects.filter(ordered_at__date__range=days)
    due = Need.objects.filter(dropped_on=None).filter(Q(by_day__range=days) | Q(met_on__range=days))
    confirmed = Engagement.objects.filter(confirmed_at__date__range=days, confirmed_minutes__gt=0)
    standing = in_force(period.until)
    return gathered(
        placed=placed.order_by("pk").values_list("pk", "kind__code", done, heard, taken),
        menu=ServiceKind.objects.order_by("position", "code", "place_path", "-since"),
        unit=UnitRegistration.objects.filter(standing).order_by("pk").values_list("pk"),
        member=MemberRegistration.objects.filter(standing).order_by("pk").values_list("pk"),
        need=due.order_by("pk").values_list("pk", "met_on"),
        volunteer=_here(period).order_by("pk").values_list("pk"),
        part=confirmed.order_by("pk").values_list("pk", "volunteer", "confirmed_minutes"),
    )


def _here(period: Period) -> QuerySet[Volunteer]:
    """Who was admitted by the last day, says the journal, and had not left."""
    key = Cast(OuterRef("pk"), CharField())
    admits = Journal.objects.filter(noun=Volunteer.flow.noun, thing_id=key, step="admit")
    admitted = Exists(admits.filter(at__date__lte=period.until))
    stayed = Q(left_at=None) | Q(left_at__date__gt=period.until)
    return Volunteer.objects.filter(stayed, admitted)


@shared
def _placed(period: Period) -> list[Placed]:
    rows = _facts(period)["placed"]
    return [Placed(pk, code or WISH, done, heard, taken) for pk, code, done, heard, taken in rows]


def _counted(noun: str, period: Period) -> Value:
    """A plain count of what was read."""
    return Value(noun, _first(_facts(period)[noun]))


def _first(rows: list[tuple]) -> tuple[int, ...]:
    return tuple(pk for pk, *_rest in rows)


def _everything(_order: Placed) -> bool:
    return True


def _of_placed(period: Period, part: Callable[[Placed], bool] = _everything) -> Value:
    """Of the orders placed in the period, the ones of ``part``, by kind of service, wishes last."""
    asked = _placed(period)
    counted = [order for order in asked if part(order)]
    found = Counter(order.code for order in counted)
    placed = {order.code for order in asked}
    menu = _facts(period)["menu"]
    titles = {kind.code: kind.title for kind in reversed(menu)}  # of one code, the row for everywhere
    kinds = [code for code in dict.fromkeys(kind.code for kind in menu) if code in placed]
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
    for kind in _facts(period)["menu"]:
        if kind.since <= period.until and (kind.until is None or kind.until > period.until):
            menu.setdefault(kind.code, kind.pk)
    ordered = {order.code for order in _placed(period)}
    return Value("service", tuple(pk for code, pk in menu.items() if code in ordered), tuple(menu.values()))


def _helping(period: Period) -> Value:
    """The volunteers with hours confirmed in the period, of all."""
    everybody = _first(_facts(period)["volunteer"])
    helped = {volunteer for _part, volunteer, _minutes in _facts(period)["part"]}
    return Value("volunteer", tuple(pk for pk in everybody if pk in helped), everybody)


def _hours(period: Period) -> Value:
    parts = _facts(period)["part"]
    minutes = sum(minutes for _part, _volunteer, minutes in parts)
    return Value("part", _first(parts), amount=round(minutes / 60, 1))


def _needs(period: Period) -> Value:
    """Of the needs that were due in the period, or met in it, those that are met."""
    rows = _facts(period)["need"]
    met = tuple(pk for pk, met_on in rows if met_on is not None and met_on <= period.until)
    return Value("need", met, _first(rows))


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
        partial(_counted, "unit"),
    ),
    Figure(
        "M7",
        "members",
        _("Members reported in"),
        _("members registered with the community they live in"),
        partial(_counted, "member"),
    ),
    Figure("M7", "needs_met", _("Needs met"), _("met ÷ needs due or met in the period"), _needs),
    Figure("M26", "volunteers", _("Volunteers"), _("admitted, and not left"), partial(_counted, "volunteer")),
    Figure(
        "M26",
        "helping",
        _("Volunteers who helped"),
        _("with hours confirmed in the period ÷ all volunteers"),
        _helping,
    ),
    Figure("M26", "hours", _("Hours of volunteers"), _("minutes confirmed by the other side ÷ 60"), _hours),
]
