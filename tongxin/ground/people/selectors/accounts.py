import hashlib
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from tongxin.ground.people import vault
from tongxin.ground.people.models import Account, Change, FactorReset, ResetLink, SignIn
from tongxin.ground.people.models.records import HELP
from tongxin.ground.people.refusals import LinkSpent


def account_by_login(login: str) -> Account | None:
    """The account of what somebody typed to sign in: its name, its e-mail address or its phone number."""
    typed = login.strip()
    if not typed:
        return None
    if "@" in typed:
        return Account.objects.filter(email=typed.lower()).first()
    by_name = Account.objects.filter(username__iexact=typed).first()
    return by_name or Account.objects.filter(phone_index=vault.blind(typed, "phone") or b"").first()


def last_sign_ins(account: Account, most: int = 20) -> list[SignIn]:
    """The latest attempts to sign in to this account, newest first, refused ones among them."""
    return list(account.sign_ins.order_by("-at")[:most])


def changes_of(account: Account, most: int = 20) -> list[Change]:
    """What was done with this account, by whom, newest first."""
    return list(Change.objects.filter(account_id=account.pk)[:most])


def latest_help(most: int = 50) -> list[Change]:
    """The latest steps by which an account could have been taken over, newest first, for the auditor."""
    found = list(Change.objects.filter(account_id__isnull=False, what__in=HELP)[:most])
    names = Account.objects.in_bulk({each.account_id for each in found})
    for each in found:
        each.account = names.get(each.account_id)
    return found


def living_link(secret: str, links: QuerySet[ResetLink] | None = None) -> ResetLink:
    """The password link with this secret, while it works. Raises LinkSpent."""
    chosen = ResetLink.objects.all() if links is None else links
    link = chosen.select_related("account").filter(digest=digest(secret)).first()
    if link is None or link.used_at or link.expires_at <= timezone.now() or not link.account.is_active:
        raise LinkSpent
    return link


def waiting_resets(now: datetime) -> QuerySet[FactorReset]:
    """Passwords and second factors somebody asked to reset, undecided, not too old, the oldest first."""
    found = FactorReset.objects.filter(decided_at=None, ends_at__gt=now, account__is_active=True)
    return found.select_related("account__person").order_by("asked_at")


def digest(secret: str) -> bytes:
    """What is kept of a one-time secret."""
    return hashlib.sha256(secret.encode()).digest()
