"""Who is meant by the audiences of a journal row: tokens in; accounts, persons, organisations out."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from django.conf import settings

from tongxin.engine.flows import registry
from tongxin.engine.flows.models import Flowing, Journal
from tongxin.engine.notices.models import Subscription
from tongxin.ground.organizations.models import Coverage, Organization
from tongxin.ground.people.models import Account, Consent, Person
from tongxin.ground.posts.models import Post
from tongxin.ground.posts.selectors import posts_here
from tongxin.ground.territory import paths
from tongxin.ground.territory.models import Place

SUBSCRIBED_AS = "the:reporter"
ACTS_AS = {"reporter": "reporter", "link": "unit"}


@dataclass(frozen=True)
class Recipient:
    """One account, person or organisation, with what is needed to choose how to tell them.

    ``audience`` is the token that meant them first. ``person`` is also set beside an account that stands for
    that person. ``agreed`` are the kinds of consent in force of the person.
    """

    account: Account | None = None
    person: Person | None = None
    organization: Organization | None = None
    audience: str = ""
    agreed: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(cls, named: object, audience: str = "") -> Self:
        """From what ``Flowing.recipients`` gives; TypeError for anything that cannot be told."""
        for kind, name in ((Account, "account"), (Person, "person"), (Organization, "organization")):
            if isinstance(named, kind):
                return cls(**{name: named}, audience=audience)
        raise TypeError(f"not a recipient: {type(named).__name__}")

    @property
    def owner(self) -> tuple[str, Account | Person | Organization]:
        """The kind that notices and choices are kept under, and its row."""
        if self.account is not None:
            return "account", self.account
        if self.organization is not None:
            return "organization", self.organization
        return "person", self.person

    @property
    def key(self) -> tuple[str, object]:
        kind, row = self.owner
        return kind, row.pk

    @property
    def has_page(self) -> bool:
        """Whether they have a notices page to read."""
        return self.owner[0] != "person"

    @property
    def has_phone(self) -> bool:
        return bool(self.person is not None and self.person.phone)

    @property
    def language(self) -> str:
        return self.account.language if self.account is not None else settings.LANGUAGE_CODE


def recipients_of(row: Journal, thing: Flowing, *, on: date) -> list[Recipient]:
    """Everyone the row's audiences mean on that day, each once, without whoever took the step.

    Persons with an account are told through it. Closed accounts, erased persons and organisations that ended
    are left out. Takes a constant number of queries beside those of ``thing.recipients``.
    """
    named = [Recipient.of(each, token) for token, each in _named(row, thing)]
    meant = _with_accounts([*named, *_subscribed(row), *_holders(row, on)])
    doers = _doers(row, thing)
    once = {each.key: each for each in reversed(meant) if each.key not in doers and _still_here(each, on)}
    return _with_consent(list(reversed(once.values())))


def community_name(path: str) -> str:
    """The name of the community above a path (or of the lowest wider place): all a lock screen may show."""
    levels = ("zone", "street", "community")
    above = Place.objects.filter(path__in=paths.ancestors_of(path), level__code__in=levels)
    return above.order_by("-path").values_list("name", flat=True).first() or ""


def _named(row: Journal, thing: Flowing) -> Iterator[tuple[str, object]]:
    for token in row.tells:
        kind, _colon, name = token.partition(":")
        if kind == "the":
            yield from ((token, each) for each in thing.recipients_at(name, row.at))


def _subscribed(row: Journal) -> list[Recipient]:
    if SUBSCRIBED_AS not in row.tells:
        return []
    found = Subscription.objects.filter(noun=row.noun, thing_id=row.thing_id).select_related("person")
    return [Recipient(person=each.person, audience=SUBSCRIBED_AS) for each in found]


def _holders(row: Journal, on: date) -> list[Recipient]:
    """Holders of the roles meant by ``here`` and ``above``, each role at the nearest place that has any."""
    found = []
    for token in row.tells:
        kind, _colon, role = token.partition(":")
        if kind in ("here", "above") and row.place_path:
            held = posts_here(role, row.place_path, on, above=kind == "above")
            nearest = _nearest(list(held.select_related("account", "person")), row.place_path)
            found += [Recipient(post.account, post.person, audience=token) for post in nearest]
    return found


def _nearest(posts: list[Post], path: str) -> list[Post]:
    """The posts held at the lowest place; one in an organisation counts where that covers ``path``."""
    bodies = [post.organization_id for post in posts if post.organization_id is not None]
    covers: dict[int, str] = {}
    if bodies:
        rows = Coverage.objects.filter(organization__in=bodies, place_path__in=paths.ancestors_of(path))
        covers = dict(rows.order_by("place_path").values_list("organization_id", "place_path"))
    at = {post.pk: post.place_path or covers.get(post.organization_id, "") for post in posts}
    lowest = max((len(place) for place in at.values()), default=0)
    return [post for post in posts if len(at[post.pk]) == lowest]


def _with_accounts(meant: list[Recipient]) -> list[Recipient]:
    """Persons who can sign in become their account; accounts keep sight of their person."""
    people = {each.person.pk: each.person for each in meant if each.person is not None}
    people_of_accounts = {each.account.person_id for each in meant if each.account is not None}
    accounts = Account.objects.filter(person__in=people, is_active=True)
    account_of = {account.person_id: account for account in accounts} if people else {}
    missing = people_of_accounts - people.keys() - {None}
    people |= Person.objects.in_bulk(missing) if missing else {}
    return [
        replace(each, account=each.account or account_of.get(each.person.pk))
        if each.person is not None
        else replace(each, person=people.get(each.account.person_id) if each.account is not None else None)
        for each in meant
    ]


def _doers(row: Journal, thing: Flowing) -> set[tuple[str, object]]:
    """The keys of whoever took the step: nobody is told what they just did.

    An actor named by a thing ("reporter:cases.case:15", "link:cases.summons:3") is the first that the thing
    names in that role; one that is a thing of a flow itself ("volunteer:7") is whom it names as "self".
    """
    kind, _colon, rest = row.actor_key.partition(":")
    if kind == "account":
        return {("account", int(rest))}
    if kind in ACTS_AS:
        noun, _colon, thing_id = rest.partition(":")
    elif kind in {flow.name for flow in registry.flows()}:
        noun, thing_id = registry.flow_named(kind).noun, rest
    else:
        return set()
    if (noun, thing_id) != (row.noun, row.thing_id):
        thing = registry.thing(noun, thing_id)
    first = thing.recipients(ACTS_AS.get(kind, "self"))[:1]
    return {each.key for each in _with_accounts([Recipient.of(each) for each in first])}


def _still_here(recipient: Recipient, on: date) -> bool:
    kind, row = recipient.owner
    if kind == "account":
        return row.is_active
    if kind == "person":
        return row.erased_at is None
    return row.until is None or row.until > on


def _with_consent(recipients: list[Recipient]) -> list[Recipient]:
    people = [each.person.pk for each in recipients if each.person is not None]
    agreed: dict[object, set[str]] = {}
    if people:
        rows = Consent.objects.filter(person__in=people, withdrawn_at__isnull=True)
        for person_id, kind in rows.values_list("person_id", "kind"):
            agreed.setdefault(person_id, set()).add(kind)
    return [
        replace(each, agreed=frozenset(agreed.get(each.person.pk, ()))) if each.person is not None else each
        for each in recipients
    ]
