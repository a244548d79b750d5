"""Second factors taken away, and passwords set anew, as one person asks and another decides."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.ground.people.acting import Acting
from tongxin.ground.people.actions.accounts import reset_password, sign_out_everywhere
from tongxin.ground.people.actions.record import note_change
from tongxin.ground.people.models import Account, FactorReset
from tongxin.ground.people.refusals import Invalid
from tongxin.ground.people.selectors import waiting_resets

RESET_HOURS = 24
# The second person has the holder beside them or on the telephone.
AGREED_LINK_HOURS = 1
Factor = FactorReset.Factor
ASKED = {Factor.SECOND: "second_factor_reset_asked", Factor.PASSWORD: "password_link_asked"}
KEPT = {Factor.SECOND: "second_factor_kept", Factor.PASSWORD: "password_kept"}


@transaction.atomic
def reset_second_factor(account: Account, *, by: Acting, note: str = "") -> int:
    """Take every second factor away, for someone who lost the device; returns how many there were."""
    count = Authenticator.objects.filter(user=account).delete()[0]
    Account.objects.filter(pk=account.pk).update(session_round=F("session_round") + 1)
    note_change("second_factor_reset", by=by, account=account, note=note)
    return count


@transaction.atomic
def ask_reset(
    account: Account, *, factor: str = Factor.SECOND, by: Acting, now: datetime | None = None
) -> FactorReset:
    """Ask that an account's ``factor`` be reset; a second person decides within a day.

    Raises Invalid while an earlier question waits, and for a closed account.
    """
    now = now or timezone.now()
    account = Account.objects.select_for_update().get(pk=account.pk)
    if not account.is_active:
        raise Invalid({"account": _("This account is closed.")})
    same = FactorReset.objects.filter(account=account, factor=factor, decided_at=None)
    if same.filter(ends_at__gt=now).exists():
        raise Invalid({"account": _("This has been asked for already. A second person decides.")})
    same.update(decided_at=now, granted=False)
    asked = FactorReset.objects.create(
        account=account,
        factor=factor,
        asked_at=now,
        asked_by=by.key,
        asked_name=by.name[:120],
        ends_at=now + timedelta(hours=RESET_HOURS),
    )
    note_change(ASKED[factor], by=by, account=account)
    return asked


@transaction.atomic
def decide_reset(asked: FactorReset, *, granted: bool, by: Acting, now: datetime | None = None) -> str | None:
    """Agree, and it is done; or refuse, which whoever asked may do too.

    Returns the secret of the password link that was agreed to, for AGREED_LINK_HOURS, else None.
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
    if not granted:
        note_change(KEPT[asked.factor], by=by, account=asked.account)
        return None
    note = f"asked by {asked.asked_name}"
    if asked.factor == Factor.PASSWORD:
        sign_out_everywhere(asked.account, by=by)
        return reset_password(asked.account, by=by, hours=AGREED_LINK_HOURS, note=note)
    reset_second_factor(asked.account, by=by, note=note)
    return None


def own_reason(asked: FactorReset, by: Acting) -> object | None:
    """Why this person can't agree to it; None when it may."""
    if by.key == asked.asked_by:
        return _("You asked for it yourself; a second person has to agree.")
    if by.key == f"account:{asked.account_id}":
        return _("It is your own account; somebody else has to agree.")
    return None
