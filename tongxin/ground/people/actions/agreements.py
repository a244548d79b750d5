from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.ground.people.acting import Acting
from tongxin.ground.people.actions.persons import locked
from tongxin.ground.people.models import Consent, NoticeGiven, Person
from tongxin.ground.people.models.agreements import Channel
from tongxin.ground.people.refusals import Gone, Invalid
from tongxin.ground.people.selectors.agreements import text_in_force

CHILD = 14


@transaction.atomic
def give_consent(person: Person, kind: str, *, channel: str, guardian: bool = False, by: Acting) -> Consent:
    """Record that the person agrees to the text of ``kind`` in force today (PIPL § 14, § 29).

    Agreeing again to the same version changes nothing; to a newer one, replaces the older consent.
    For a child under 14 a guardian must agree (§ 31). Raises Invalid and Gone.
    """
    _check_way(channel)
    person = locked(person)
    text = text_in_force(kind)
    if text is None or not text.agreement:
        raise Invalid({"kind": _("There is no text of this kind in force.")})
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


def give_notice(person: Person, kind: str, *, channel: str, by: Acting) -> bool:
    """Record that the person was told the text of ``kind`` in force today (PIPL § 17); once per version.

    False where no such text is in force, so that nothing can have been told. Raises Invalid and Gone.
    """
    _check_way(channel)
    if person.erased_at:
        raise Gone
    text = text_in_force(kind)
    if text is None or text.agreement:
        return False
    told = NoticeGiven(person=person, text=text, channel=channel, given_by=by.key)
    NoticeGiven.objects.bulk_create([told], ignore_conflicts=True)
    return True


def _check_way(channel: str) -> None:
    if channel not in Channel.values:
        raise Invalid({"channel": _("This way is not known.")})


def _withdraw(consent: Consent, *, by: Acting) -> None:
    consent.withdrawn_at, consent.withdrawn_by = timezone.now(), by.key
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
