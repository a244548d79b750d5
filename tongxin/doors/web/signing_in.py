"""What signing in means for the pages that follow: the letters the account has."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from tongxin.doors.web import letters
from tongxin.ground.people.adapters import AccountAdapter
from tongxin.ground.people.models import Account


class Adapter(AccountAdapter):
    """Where allauth asks this installation, at the door of the web."""

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        letters.follow(user, request, response)
        return response
