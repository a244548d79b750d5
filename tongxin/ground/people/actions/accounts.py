import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.ground.people import plausible, vault
from tongxin.ground.people.acting import Acting
from tongxin.ground.people.actions.record import note_change
from tongxin.ground.people.models import Account, Person, ResetLink, SignIn
from tongxin.ground.people.refusals import Invalid
from tongxin.ground.people.selectors.accounts import digest, living_link

LINK_HOURS = 24


@transaction.atomic
def open_account(
    *,
    username: str,
    person: Person | None = None,
    phone: str = "",
    email: str = "",
    password: str = "",
    language: str = Account.Language.CHINESE,
    by: Acting,
) -> Account:
    """Make an account; nobody makes their own. ``phone`` may be typed instead of the name when signing in.

    Without ``password`` nobody can sign in until the holder follows a link from ``reset_password``.
    Raises Invalid (a name or phone in use, a weak password).
    """
    account = Account(
        username=username.strip(), person=person, email=email.strip().lower(), language=language
    )
    errors: dict[str, object] = {}
    try:
        account.clean_fields(exclude=["password", "person"])
    except ValidationError as wrong:
        errors = {field: " ".join(said) for field, said in wrong.message_dict.items()}
    if phone and (sentence := plausible.phone(phone)):
        errors["phone"] = sentence
    if password and (sentence := _weakness(password, account)):
        errors["password"] = sentence
    if Account.objects.filter(username__iexact=account.username).exists():
        errors["username"] = _("This name is taken.")
    if account.email and Account.objects.filter(email=account.email).exists():
        errors["email"] = _("Another account has this address.")
    if errors:
        raise Invalid(errors)
    account.phone_index = vault.blind(phone, "phone")
    account.set_password(password or None)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        raise Invalid({"phone": _("Another account has this name, number or person.")}) from None
    note_change("account_opened", by=by, account=account)
    return account


@transaction.atomic
def close_account(account: Account, *, by: Acting, reason: str) -> Account:
    """Nobody signs in any more, and whoever is signed in is out at once. The row stays: journals name it."""
    if not reason.strip():
        raise Invalid({"reason": _("Please say why this account is closed.")})
    account = _locked(account)
    account.is_active, account.phone_index = False, None
    account.session_round += 1
    account.save(update_fields=["is_active", "phone_index", "session_round"])
    _end_links(account)
    note_change("account_closed", by=by, account=account, note=reason.strip()[:200])
    return account


@transaction.atomic
def reset_password(account: Account, *, by: Acting, hours: int = LINK_HOURS, note: str = "") -> str:
    """The secret of a link with which the holder sets a password, once, within ``hours``.

    Earlier links end; the old password holds until the link is used. Raises Invalid for a closed account.
    """
    account = _locked(account)
    if not account.is_active:
        raise Invalid({"account": _("This account is closed.")})
    _end_links(account)
    secret = secrets.token_urlsafe(32)
    expires = timezone.now() + timedelta(hours=hours)
    ResetLink.objects.create(account=account, digest=digest(secret), made_by=by.key, expires_at=expires)
    note_change("password_link_made", by=by, account=account, note=note)
    return secret


@transaction.atomic(savepoint=False)
def end_password_links(accounts: Iterable[Account], *, by: Acting) -> None:
    """Let the password links these accounts still have open nothing any more."""
    for account in accounts:
        if _end_links(_locked(account)):
            note_change("password_link_ended", by=by, account=account)


@transaction.atomic
def use_reset_link(secret: str, *, password: str) -> Account:
    """Set the password by a one-time link; every session ends. Raises LinkSpent and Invalid."""
    link = living_link(secret, ResetLink.objects.select_for_update(of=("self",)))
    account = _locked(link.account)
    if sentence := _weakness(password, account):
        raise Invalid({"password": sentence})
    account.set_password(password)
    account.session_round += 1
    account.save(update_fields=["password", "session_round"])
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    return account


@transaction.atomic
def sign_out_everywhere(account: Account, *, by: Acting) -> Account:
    """End every session of the account, on every device."""
    account = _locked(account)
    account.session_round += 1
    account.save(update_fields=["session_round"])
    note_change("signed_out_everywhere", by=by, account=account)
    return account


def set_preferences(
    account: Account, *, language: str | None = None, elder_mode: bool | None = None, by: Acting
) -> Account:
    """Change the language or the large letters. Raises Invalid for a language there is not."""
    if language is not None and language not in Account.Language.values:
        raise Invalid({"language": _("There is no such language.")})
    if language is not None:
        account.language = language
    if elder_mode is not None:
        account.elder_mode = elder_mode
    account.save(update_fields=["language", "elder_mode"])
    return account


def note_sign_in(account: Account, *, outcome: str, device: str = "", network: str = "") -> SignIn:
    """Write one attempt down, for the holder to see."""
    return SignIn.objects.create(account=account, outcome=outcome, device=device[:80], network=network[:50])


def _end_links(account: Account) -> int:
    now = timezone.now()
    return account.reset_links.filter(used_at__isnull=True, expires_at__gt=now).update(used_at=now)


def _weakness(password: str, account: Account) -> str | None:
    try:
        validate_password(password, account)
    except ValidationError as weak:
        return " ".join(weak.messages)
    return None


def _locked(account: Account) -> Account:
    return Account.objects.select_for_update().get(pk=account.pk)
