from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from tongxin.ground.people.models import Consent, NoticeGiven, Person, PrivacyText


@dataclass(frozen=True)
class Agreement:
    """One text people may agree to, and this person's consent to it, None when not in force.

    ``outdated`` says that the consent is to an earlier version of the text.
    """

    text: PrivacyText
    consent: Consent | None

    @property
    def outdated(self) -> bool:
        return self.consent is not None and self.consent.text_id != self.text.pk


@dataclass(frozen=True)
class Told:
    """One text people are told, and the record that this person was told it; None when they were not yet.

    ``outdated`` says that they were told an earlier version of the text.
    """

    text: PrivacyText
    notice: NoticeGiven | None

    @property
    def outdated(self) -> bool:
        return self.notice is not None and self.notice.text_id != self.text.pk


def text_in_force(kind: str, on: date | None = None) -> PrivacyText | None:
    """The version of a text that holds on a day (today), None when there is none."""
    return _in_force(on).filter(kind=kind).order_by("-since", "-pk").first()


def has_consented(person: Person, kind: str) -> bool:
    """Whether the person's consent of this kind is in force."""
    return Consent.objects.filter(person=person, kind=kind, withdrawn_at__isnull=True).exists()


def agreements_of(person: Person) -> list[Agreement]:
    """Every consent one may give today, with where this person stands. Two queries."""
    standing = {
        consent.kind: consent
        for consent in person.consents.filter(withdrawn_at__isnull=True).select_related("text")
    }
    return [Agreement(text, standing.get(kind)) for kind, text in _newest(agreement=True)]


def notices_to(person: Person) -> list[Told]:
    """Every text that is told today, with the last time this person was. Two queries."""
    given = {
        notice.text.kind: notice
        for notice in person.notices_given.select_related("text").order_by("given_at")
    }
    return [Told(text, given.get(kind)) for kind, text in _newest(agreement=False)]


def _newest(*, agreement: bool) -> list[tuple[str, PrivacyText]]:
    texts = _in_force().filter(agreement=agreement).order_by("since", "pk")
    return sorted({text.kind: text for text in texts}.items())


def _in_force(on: date | None = None):
    day = on or timezone.localdate()
    return PrivacyText.objects.filter(since__lte=day).exclude(until__lte=day)
