"""How a need becomes a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.actions import begin
from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.photos.cleaning import Photo, PhotoRefused, clean_all
from tongxin.engine.tickets import codes, keys, numbers
from tongxin.ground.people import actions as people
from tongxin.ground.people.models import Person
from tongxin.ground.people.models.agreements import Channel as Way
from tongxin.ground.people.refusals import Invalid
from tongxin.ground.posts.actors import Actor, reporter_actor
from tongxin.ground.territory.actions import hold
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.selectors import community_path_of
from tongxin.trades.cases import tokens
from tongxin.trades.cases.actions.photographs import attach
from tongxin.trades.cases.choices import Channel, Stage, Urgency
from tongxin.trades.cases.models import Case, Category, DangerWord
from tongxin.trades.cases.suggest import scoring
from tongxin.trades.cases.suggest.dictionary import danger_words

LONGEST_TEXT = 4000
SHORTEST_KEY = 16
TOLD = "report"
CASE_NOUN = Case.flow.noun


@dataclass(frozen=True)
class Contact:
    """How to reach whoever reports. Goes into the vault; ``shares`` lets summoned units see it."""

    name: str = ""
    phone: str = ""
    shares: bool = False

    def __bool__(self) -> bool:
        return bool(self.name.strip() or self.phone.strip())


@dataclass(frozen=True)
class Reported:
    """A case as its reporter is told of it. ``new`` is False when the same submission had come before."""

    case: Case
    query_code: str
    new: bool


def report(
    *,
    place: Place,
    text: str,
    by: Actor,
    channel: str,
    client_key: str = "",
    contact: Contact | None = None,
    reporter: Person | None = None,
    photos: Sequence[bytes] = (),
    category: Category | None = None,
    urgency: str | None = None,
    point: tuple[float, float] | None = None,
    address_note: str = "",
    external: tuple[str, str] = ("", ""),
    parent: Case | None = None,
    now: datetime | None = None,
) -> Reported:
    """Take in a need. The same ``client_key`` (random, at least 16 characters) with the same text twice is
    one case.

    ``point`` is (latitude, longitude) in WGS-84. ``photos`` are the bytes that were sent. Danger words in
    the text raise the urgency, whatever was chosen. Raises Incomplete when something is missing or wrong;
    nothing is kept then.
    """
    now = now or timezone.now()
    errors = problems(place, text, channel, point, urgency, now)
    if client_key and not SHORTEST_KEY <= len(client_key) <= 64:
        errors["client_key"] = _("Please open the form again.")
    if errors:
        raise Incomplete(errors)
    key = client_key or uuid4().hex
    pk, known = keys.reserve_for(Case, key)
    if known is not None:
        return _again(Case.objects.get(pk=known), text)
    clean = _clean(photos)
    case = Case(
        pk=pk,
        client_key=key,
        channel=channel,
        text=text.strip(),
        category=category,
        category_path=category.path if category else "",
        urgency=raised(text, category, urgency, danger_words()),
        address_note=address_note.strip()[:200],
        external_source=external[0],
        external_id=external[1],
        parent=parent,
        reported_at=now,
        reporter_shares=bool(contact and contact.shares),
    )
    case.point_lat, case.point_lng = point or (None, None)
    try:
        with transaction.atomic():
            put_at(case, place)
            case.reporter = reporter or _person(contact, by=by, place=place)
            _born(case, by=by, now=now)
            if clean:
                attach(case, clean, stage=Stage.REPORT, by=by, now=now)
    except IntegrityError:
        twin = Case.objects.filter(client_key=key).first()
        if twin is None:
            raise
        return _again(twin, text)
    return Reported(case, codes.code_for(key), new=True)


def put_at(case: Case, place: Place) -> None:
    """The case is at this place, which stays where it is until the transaction ends."""
    hold([place])
    case.place, case.place_path, case.community_path = place, place.path, community_path_of(place)
    index(case)


def index(case: Case) -> None:
    """Fold what can be searched; the case is saved by the caller."""
    case.haystack = tokens.fold(f"{case.text} {case.address_note} {case.place.full_name}")
    case.search = tokens.vector(case.haystack)


def _born(case: Case, *, by: Actor, now: datetime) -> None:
    """Give it its number, which follows from the key of its row, and its first journal row."""
    case.number = numbers.number_for(case.pk)
    case.query_code_hash = codes.stored(case.number, codes.code_for(case.client_key))
    by_reporter = by.is_nobody
    actor = reporter_actor(CASE_NOUN, case.pk) if by_reporter else by
    begin(
        case,
        by=actor,
        role="the:reporter" if by_reporter else "",
        now=now,
        data={"channel": case.channel, "urgency": case.urgency, "number": case.number},
    )


def _again(case: Case, text: str) -> Reported:
    """The answer to a repeated submission. A different text under a known key is no repetition but a
    mistake.
    """
    if case.text != text.strip():
        raise Incomplete(
            {"client_key": _("This form was already sent with another text. Please open it again.")}
        )
    return Reported(case, codes.code_for(case.client_key), new=False)


def problems(
    place: Place,
    text: str,
    channel: str,
    point: tuple[float, float] | None,
    urgency: str | None,
    now: datetime,
) -> dict[str, object]:
    """What is wrong with a need as it came in, a sentence for each field; empty when all is well."""
    errors: dict[str, object] = {}
    if not text.strip():
        errors["text"] = _("Please say in a few words what it is about.")
    elif len(text) > LONGEST_TEXT:
        errors["text"] = _("Please keep it under 4,000 characters.")
    elif "\0" in text:
        errors["text"] = _("The text has characters that can't be stored.")
    if channel not in Channel.values:
        errors["channel"] = _("This way in is not known.")
    if urgency is not None and urgency not in Urgency.values:
        errors["urgency"] = _("This urgency is not known.")
    if point is not None and not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
        errors["point"] = _("This point is not on the map.")
    if place.until is not None and place.until <= timezone.localdate(now):
        errors["place"] = _("This place no longer exists; please choose another.")
    return errors


def raised(text: str, category: Category | None, chosen: str | None, dangers: Sequence[DangerWord]) -> str:
    """What was chosen, or what the category says; words of danger only ever raise it."""
    start = chosen or (category.urgency if category else Urgency.NORMAL.value)
    return scoring.higher(start, scoring.danger(text, dangers).urgency)


def _clean(photos: Sequence[bytes]) -> list[Photo]:
    try:
        return clean_all(list(photos))
    except PhotoRefused as refused:
        raise Incomplete({"photos": refused.reason}) from refused


def _person(contact: Contact | None, *, by: Actor, place: Place) -> Person | None:
    if not contact:
        return None
    try:
        person = people.register(name=contact.name, phone=contact.phone, by=by, place=place)
    except Invalid as refused:
        raise Incomplete(refused.errors) from refused
    if by.is_nobody:
        people.give_notice(person, TOLD, channel=Way.WEB, by=by)
    return person
