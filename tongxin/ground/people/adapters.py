"""Where allauth asks this installation: nobody signs up, attempts are written down, secrets sealed."""

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from tongxin.ground.people import actions, sessions, vault
from tongxin.ground.people.models import Account, SignIn
from tongxin.ground.people.selectors import account_by_login

SECRET_CELL = "mfa_authenticator.data"  # noqa: S105 - the name of a column


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in as it is here: accounts are opened by an account manager."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "Too many wrong tries. Try again in a quarter of an hour, or ask your account manager for a link."
        )
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        sessions.begin(request)
        actions.note_sign_in(
            user, outcome=SignIn.Outcome.DONE, **where_from(request, self.get_client_ip(request))
        )
        return super().post_login(request, user, **kwargs)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        account = account_by_login(credentials.get("username") or credentials.get("email") or "")
        if account:
            where = where_from(request, self.get_client_ip(request))
            actions.note_sign_in(account, outcome=SignIn.Outcome.REFUSED, **where)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Not by mail: sign-ins and second factors are on the account's own page."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors lie sealed, and the last one stays where a second factor is required."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code does not fit, or it has run out. Look at the one that is shown now.")
    }

    def encrypt(self, text: str) -> str:
        return vault.seal(text, cell=SECRET_CELL).hex()

    def decrypt(self, encrypted_text: str) -> str:
        return vault.unseal(bytes.fromhex(encrypted_text), cell=SECRET_CELL)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if not settings.TONGXIN_REQUIRE_2FA:
            return True
        return sessions.second_factors(authenticator.user).exclude(pk=authenticator.pk).exists()


def where_from(request: HttpRequest, address: str) -> dict[str, str]:
    """Device in a few words, and the network (/24 or /48) instead of the address."""
    return {"device": _device(request.META.get("HTTP_USER_AGENT", "")), "network": _network(address)}


def _network(address: str) -> str:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 48}", strict=False))


def _device(agent: str) -> str:
    browsers = ("MicroMessenger", "DingTalk", "Edg", "Firefox", "Chrome", "Safari")
    systems = ("HarmonyOS", "Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
    named = [next((word for word in words if word in agent), "") for words in (browsers, systems)]
    return " · ".join(word for word in named if word)
