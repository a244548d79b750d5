"""Second factors taken away: by one person, or asked for by one and decided by another."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.ground.people.acting import Acting
from tongxin.ground.people.actions.record import note_change
from tongxin.ground.people.models import Account, FactorReset
from tongxin.ground.people.refusals import Invalid
from tongxin.ground.people.selectors import waiting_resets

RESET_HOURS = 24


@transaction.atomic
def reset_second_factor(account: Account, *, by: Acting, note: str = "") -> int:
    """Take every second factor away, for someone who lost the device; returns how many there were."""
    count = Authenticator.objects.filter(user=account).delete()[0]
    Account.objects.filter(pk=account.pk).update(session_round=F("session_round") + 1)
    note_change("second_factor_reset", by=by, account=account, note=note)
    return count


@transaction.atomic
def ask_reset(account: Account, *, by: Acting, now: datetime | None = None) -> FactorReset:
    """Ask that an account's second factors be taken away; a second person decides within a day.

    Raises Invalid while an earlier question waits.
    """
    now = now or timezone.now()
    Account.objects.select_for_update().get(pk=account.pk)
    if waiting_resets(now).filter(account=account).exists():
        raise Invalid({"account": _("This has been asked for already. A second person decides.")})
    FactorReset.objects.filter(account=account, decided_at=None).update(decided_at=now, granted=False)
    asked = FactorReset.objects.create(
        account=account,
        asked_at=now,
        asked_by=by.key,
        asked_name=by.name[:120],
        ends_at=now + timedelta(hours=RESET_HOURS),
    )
    note_change("second_factor_reset_asked", by=by, account=account)
    return asked


@transaction.atomic
def decide_reset(
    asked: FactorReset, *, granted: bool, by: Acting, now: datetime | None = None
) -> FactorReset:
    """Agree, and the second factors are gone; or refuse, which whoever asked may do too.

    Raises Invalid when it is decided already or too old, and for the person who asked or whose account it is.
    """
    now = now or timezone.now()
    asked = waiting_resets(now).select_for_update(of=("self",)).filter(pk=asked.pk).first()
    if asked is None:
        raise Invalid({"reset": _("This has been decided already, or has waited longer than a day.")})
    if granted and (reason := own_reason(asked, by)):
        raise Invalid({"reset": reason})
    asked.granted, asked.decided_at, asked.decided_by = granted, now, by.key
    asked.save(update_fields=["granted", "decided_at", "decided_by"])
    if granted:
        reset_second_factor(asked.account, by=by, note=f"asked by {asked.asked_name}")
    else:
        note_change("second_factor_kept", by=by, account=asked.account)
    return asked


def own_reason(asked: FactorReset, by: Acting) -> object | None:
    """Why this person can't agree to it; None when it may."""
    if by.key == asked.asked_by:
        return _("You asked for it yourself; a second person has to agree.")
    if by.key == f"account:{asked.account_id}":
        return _("It is your own account; somebody else has to agree.")
    return None
