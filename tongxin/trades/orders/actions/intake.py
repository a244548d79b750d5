"""How an order comes in: from the menu, or as a wish."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.actions import begin
from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.tickets import codes, keys, numbers
from tongxin.ground.people import actions as people
from tongxin.ground.people.models import Person
from tongxin.ground.people.models.agreements import Channel
from tongxin.ground.people.refusals import Invalid
from tongxin.ground.posts.actors import Actor, reporter_actor
from tongxin.ground.territory.actions import hold
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.selectors import community_path_of
from tongxin.trades.orders import wanted
from tongxin.trades.orders.actions.pictures import picture
from tongxin.trades.orders.choices import Haste, Rhythm, Showing, Tongue, Way
from tongxin.trades.orders.models import Order, ServiceKind, StandingOrder, Window
from tongxin.trades.orders.models.order import OPEN_ORDER

LONGEST_TEXT = 1000
SHORTEST_KEY = 16
MOST_WISHES = 3
WISH_MINUTES = 60
TOLD = "order"


@dataclass(frozen=True)
class Contact:
    """A person as the form names them; goes into the vault."""

    name: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Ordered:
    """An order as whoever ordered it is told of it. ``new`` is False when it had come before."""

    order: Order
    query_code: str
    new: bool


def place_order(
    *,
    place: Place,
    by: Actor,
    way: str,
    windows: Sequence[wanted.Span],
    kind: ServiceKind | None = None,
    text: str = "",
    requester: Person | Contact,
    beneficiary: Person | Contact | None = None,
    urgency: str = Haste.NORMAL,
    tongue: str = "",
    address_note: str = "",
    client_key: str = "",
    repeats: tuple[int, date] | None = None,
    photos: Sequence[bytes] = (),
    now: datetime | None = None,
) -> Ordered:
    """Take in an order: of a ``kind`` of the place's menu, or a wish in ``text`` where the menu has nothing.

    ``windows`` are one to four times (from, to) that would suit. ``repeats``: every how many days, and the
    last day. ``photos`` of what is to be done are never of a sensitive service. The same ``client_key``
    (random, at least 16 characters) twice is one order. Raises Incomplete with a sentence for each field;
    nothing is kept then.
    """
    now = now or timezone.now()
    errors = problems(place, way, windows, kind, text, urgency, tongue, now) | unrepeatable(repeats, windows)
    if photos and kind is not None and kind.sensitive:
        errors["photos"] = _("For this service no photos are kept; please send it without.")
    if client_key and not SHORTEST_KEY <= len(client_key) <= 64:
        errors["client_key"] = _("Please open the form again.")
    if errors:
        raise Incomplete(errors)
    key = client_key or uuid4().hex
    known = Order.objects.filter(client_key=key).first()
    if known is not None:
        return Ordered(known, codes.code_for(key), new=False)
    order = _drafted(place, kind, text, now)
    order.client_key, order.way, order.urgency, order.tongue = key, way, urgency, tongue
    order.address_note = address_note.strip()[:200]
    try:
        with transaction.atomic():
            _put_in_place(order)
            order.requester = _person(requester, "requester", by, place)
            if by.is_nobody:
                people.give_notice(order.requester, TOLD, channel=Channel.WEB, by=by)
            order.beneficiary = _other(order.requester, beneficiary, by, place)
            refuse_too_many(order)
            refuse_age(order, now)
            _born(order, windows, by=by, now=now)
            picture(order, photos, by=by, now=now, showing=Showing.ASKED)
            if repeats:
                _stand(order, windows, *repeats)
    except IntegrityError:
        twin = Order.objects.filter(client_key=key).first()
        if twin is None:
            raise
        return Ordered(twin, codes.code_for(key), new=False)
    return Ordered(order, codes.code_for(key), new=True)


def repeat(standing: StandingOrder, *, by: Actor, now: datetime) -> Order:
    """The next order of a standing one; called with the standing order locked."""
    first = standing.first
    shift = standing.next_on - timezone.localdate(first.windows.first().since)
    order = _drafted(first.place, first.kind, first.text, now)
    order.client_key, order.way, order.urgency = uuid4().hex, Way.STANDING, first.urgency
    order.tongue, order.address_note = first.tongue, first.address_note
    order.requester, order.beneficiary = first.requester, first.beneficiary
    order.standing, order.occurrence = standing, standing.next_on
    _put_in_place(order)
    _born(order, [(each.since + shift, each.until + shift) for each in first.windows.all()], by=by, now=now)
    return order


def problems(
    place: Place,
    way: str,
    windows: Sequence[wanted.Span],
    kind: ServiceKind | None,
    text: str,
    urgency: str,
    tongue: str,
    now: datetime,
) -> dict[str, object]:
    """What is wrong with an order as it came in, a sentence for each field; empty when all is well."""
    errors: dict[str, object] = {}
    if kind is None and not text.strip():
        errors["text"] = _("Please say in a few words what you wish for.")
    elif len(text) > LONGEST_TEXT:
        errors["text"] = _("Please keep it under 1,000 characters.")
    elif "\0" in text:
        errors["text"] = _("The text has characters that can't be stored.")
    today = timezone.localdate(now)
    if kind is not None and kind not in ServiceKind.menu(place.path, today):
        errors["kind"] = _("This service is not on the menu here.")
    if place.until is not None and place.until <= today:
        errors["place"] = _("This place no longer exists; please choose another.")
    if way not in Way.values:
        errors["way"] = _("This way in is not known.")
    if urgency not in Haste.values:
        errors["urgency"] = _("This urgency is not known.")
    if tongue and tongue not in Tongue.values:
        errors["tongue"] = _("This language is not on the list.")
    if sentence := wanted.problem(windows, now, kind.minutes if kind else 0):
        errors["windows"] = sentence
    return errors


def refuse_too_many(order: Order) -> None:
    """A cap for one resident on open orders of a kind, or on open wishes: so that there is enough for all."""
    mine = Order.objects.filter(OPEN_ORDER, requester=order.requester, kind=order.kind, standing=None)
    if mine.count() >= (order.kind.most_open if order.kind else MOST_WISHES):
        sentence = _(
            "There are open orders of this kind already; please wait until one is done, or cancel one."
        )
        raise Incomplete({"kind" if order.kind else "text": sentence})


def refuse_age(order: Order, now: datetime) -> None:
    """Some services are for the old. Where no year of birth is known the community looks at it."""
    least, born = order.kind.from_age if order.kind else 0, order.whom.born
    if born is not None and timezone.localdate(now).year - born < least:
        raise Incomplete({"kind": _("This service is for people of a greater age. Please ask at the desk.")})


def settle_terms(order: Order, kind: ServiceKind | None) -> None:
    """What it takes, copied from the menu: a change of the menu does not change what was ordered."""
    order.kind = kind
    if kind is not None:
        order.persons, order.minutes, order.skills = kind.persons, kind.minutes, list(kind.skills)
        order.sensitive, order.volunteer_age = kind.sensitive, kind.volunteer_age


def _drafted(place: Place, kind: ServiceKind | None, text: str, now: datetime) -> Order:
    order = Order(text=text.strip(), place=place, minutes=WISH_MINUTES, ordered_at=now)
    settle_terms(order, kind)
    return order


def _put_in_place(order: Order) -> None:
    """The place stays where it is until the transaction ends."""
    hold([order.place])
    order.place_path, order.community_path = order.place.path, community_path_of(order.place)
    order.reach_path = order.community_path


def _born(order: Order, windows: Sequence[wanted.Span], *, by: Actor, now: datetime) -> None:
    order.pk = keys.reserve(Order)
    order.number = numbers.number_for(order.pk, numbers.ORDERS)
    order.query_code_hash = codes.stored(order.number, codes.code_for(order.client_key))
    themselves = by.is_nobody
    begin(
        order,
        by=reporter_actor(order.noun, order.pk) if themselves else by,
        role="the:reporter" if themselves else "",
        now=now,
        data={"way": order.way, "kind": order.kind_code, "number": order.number},
    )
    write_windows(order, windows)


def write_windows(order: Order, windows: Sequence[wanted.Span]) -> None:
    """Replace the wanted times."""
    order.windows.all().delete()
    Window.objects.bulk_create(Window(order=order, since=since, until=until) for since, until in windows)


def _stand(order: Order, windows: Sequence[wanted.Span], every_days: int, until: date) -> None:
    first_day = timezone.localdate(min(windows)[0])
    standing = StandingOrder.objects.create(
        first=order, every_days=every_days, next_on=first_day + Rhythm(every_days).step, until=until
    )
    order.standing, order.occurrence = standing, first_day
    order.save(update_fields=["standing", "occurrence"])


def unrepeatable(repeats: tuple[int, date] | None, windows: Sequence[wanted.Span]) -> dict[str, object]:
    """What is wrong with wanting it again, a sentence for each field; empty when all is well."""
    if repeats is None or not windows:
        return {}
    every_days, until = repeats
    if every_days not in Rhythm.values:
        return {"every_days": _("Please choose from the list.")}
    first_day = timezone.localdate(min(windows)[0])
    if not first_day < until <= first_day + wanted.LONGEST_STANDING:
        return {"repeat_until": _("Please choose a last day after the first one and within a year.")}
    return {}


def _other(requester: Person, named: Person | Contact | None, by: Actor, place: Place) -> Person | None:
    if named is None:
        return None
    person = _person(named, "beneficiary", by, place)
    return None if person.pk == requester.pk else person


def _person(named: Person | Contact, field: str, by: Actor, place: Place) -> Person:
    if isinstance(named, Person):
        return named
    if field == "requester" and not named.phone.strip():
        raise Incomplete(
            {"requester_phone": _("Please leave a telephone number, so that we can agree on the time.")}
        )
    try:
        return people.register(name=named.name, phone=named.phone, by=by, place=place)
    except Invalid as refused:
        raise Incomplete({f"{field}_{part}": said for part, said in refused.errors.items()}) from refused
