"""How a password is checked: by the account's name, e-mail address or phone number, whichever was typed."""

from allauth.account.auth_backends import AuthenticationBackend

from tongxin.ground.people.models import Account
from tongxin.ground.people.selectors import account_by_login


class AnyLogin(AuthenticationBackend):
    """allauth's backend, which takes as long for an unknown login as for a known one."""

    def _authenticate_by_username(self, username: str, password: str) -> Account | None:
        return self._check_password(account_by_login(username), password)
