from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.ground.people.acting import Acting
from tongxin.ground.people.actions.persons import locked
from tongxin.ground.people.models import Consent, NoticeGiven, Person, PrivacyText
from tongxin.ground.people.refusals import Invalid

CHILD = 14


@transaction.atomic
def give_consent(person: Person, kind: str, *, channel: str, guardian: bool = False, by: Acting) -> Consent:
    """Record that the person agrees to the text of ``kind`` in force today (PIPL § 14, § 29).

    Agreeing again to the same version changes nothing; to a newer one, replaces the older consent.
    For a child under 14 a guardian must agree (§ 31). Raises Invalid and Gone.
    """
    person = locked(person)
    text = _text_in_force(kind, agreement=True)
    if person.born and timezone.localdate().year - person.born < CHILD and not guardian:
        raise Invalid({"guardian": _("For a child under 14 a parent or guardian must agree.")})
    standing = Consent.objects.filter(person=person, kind=kind, withdrawn_at__isnull=True).first()
    if standing and standing.text_id == text.pk:
        return standing
    if standing:
        _withdraw(standing, by=by)
    return Consent.objects.create(
        person=person, kind=kind, text=text, channel=channel, guardian=guardian, given_by=by.key
    )


@transaction.atomic
def withdraw_consent(person: Person, kind: str, *, by: Acting) -> Consent | None:
    """Take a consent back (PIPL § 15), as easily as it was given; None when there was none."""
    standing = (
        Consent.objects.select_for_update()
        .filter(person=person, kind=kind, withdrawn_at__isnull=True)
        .first()
    )
    if standing:
        _withdraw(standing, by=by)
    return standing


def give_notice(person: Person, kind: str, *, channel: str, by: Acting) -> NoticeGiven:
    """Record that the person was told the text of ``kind`` in force today (PIPL § 17); once per version.

    Raises Invalid.
    """
    text = _text_in_force(kind, agreement=False)
    defaults = {"channel": channel, "given_by": by.key}
    return NoticeGiven.objects.get_or_create(person=person, text=text, defaults=defaults)[0]


def _withdraw(consent: Consent, *, by: Acting) -> None:
    consent.withdrawn_at, consent.withdrawn_by = timezone.now(), by.key
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])


def _text_in_force(kind: str, *, agreement: bool) -> PrivacyText:
    today = timezone.localdate()
    texts = PrivacyText.objects.filter(kind=kind, agreement=agreement, since__lte=today)
    text = texts.exclude(until__lte=today).order_by("-since", "-pk").first()
    if text is None:
        raise Invalid({"kind": _("There is no text of this kind in force.")})
    return text
