"""Everything that is kept about one person, for the copy they may ask for (PIPL § 45).

A model may define ``kept_about(person) -> list[Facts]``, a classmethod that tells what its rows say of the
person; nothing registers here. What colleagues noted among themselves is
not theirs to have; who saw their details is.
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from tongxin.ground.people.in_use import holders
from tongxin.ground.people.models import Account, Household, Person

Facts = list[tuple[object, object]]
"""What one row says: labels in the reader's language with their values; empty values are left out."""


@dataclass(frozen=True)
class Kept:
    """One heading of the copy, with what each row under it says."""

    title: str
    rows: list[Facts]


def kept_about(person: Person) -> list[Kept]:
    """Everything but the sealed details themselves, room by room; headings without a row are left out."""
    own = [
        Kept(_("Household"), _household(person.household)),
        Kept(_("Account"), _account(person)),
        Kept(_("What you agreed to"), _consents(person)),
        Kept(_("What you were told about your data"), _told(person)),
        Kept(_("Who saw your details"), _looks(person)),
    ]
    elsewhere = [
        Kept(str(model._meta.verbose_name_plural), model.kept_about(person))
        for model in holders("kept_about")
    ]
    return [kept for kept in [*own, *elsewhere] if kept.rows]


def said(value: object) -> str:
    """A value as it stands on paper and in the file: moments in the office's zone, yes and no in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if hasattr(value, "tzinfo") and value.tzinfo is not None:
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return "" if value is None else str(value)


def _household(home: Household | None) -> list[Facts]:
    return [[(_("Place"), home.place), (_("Since"), home.since)]] if home else []


def _account(person: Person) -> list[Facts]:
    accounts = Account.objects.filter(person=person)
    return [[(_("Sign-in name"), each), (_("Last signed in"), each.last_login)] for each in accounts]


def _consents(person: Person) -> list[Facts]:
    return [
        [
            (_("Text"), each.text),
            (_("Given on"), each.given_at),
            (_("Way"), each.get_channel_display()),
            (_("Taken back"), each.withdrawn_at),
        ]
        for each in person.consents.select_related("text")
    ]


def _told(person: Person) -> list[Facts]:
    told = person.notices_given.select_related("text")
    return [[(_("Text"), each.text), (_("When"), each.given_at)] for each in told]


def _looks(person: Person) -> list[Facts]:
    return [
        [
            (_("When"), each.at),
            (_("Who"), each.who_words),
            (_("What for"), each.purpose_words),
            (_("What was seen"), each.seen_words),
        ]
        for each in person.looks.order_by("-at", "-pk")
    ]
