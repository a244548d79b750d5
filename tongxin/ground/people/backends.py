"""How a password is checked: by the account's name, e-mail address or phone number, whichever was typed."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from tongxin.ground.people.models import Account
from tongxin.ground.people.selectors import account_by_login
from tongxin.ground.statements import Given, composed


class AnyLogin(AuthenticationBackend):
    """allauth's backend, which takes as long for an unknown login as for a known one."""

    def _authenticate_by_username(self, username: str, password: str) -> Account | None:
        return self._check_password(account_by_login(username), password)

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session, unless it was switched off."""
        found = _account().things(pk=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None


@composed
def _account() -> QuerySet[Account]:
    return Account.objects.filter(pk=Given("pk"))
