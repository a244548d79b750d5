"""Who looks at a page, and the cookies by which the site knows them."""

import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client

from tests.cast import Cast
from tests.house.addresses import PARTS, WRITERS_SECRET, volunteer_of
from tongxin.ground.people.models import Account
from tongxin.ground.people.sessions import SECURED
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.views import drafted
from tongxin.trades.cases.views.held import COOKIE, hold
from tongxin.trades.orders.models import Volunteer
from tongxin.trades.orders.views.volunteer import known

NOBODY = "nobody"
REPORTER = "reporter"  # a resident whose browser holds the query code of the cast's case
WRITER = "writer"  # a resident whose browser has begun the cast's draft
VOLUNTEER = "volunteer"  # a browser that was let in as the cast's volunteer


def cookies(who: str, cast: Cast) -> dict[str, str]:
    """The cookies of ``nobody``, ``reporter``, ``writer``, ``volunteer``, or of the first street's account of
    that role.
    """
    if who == NOBODY:
        return {}
    if who == REPORTER:
        return {COOKIE: _holding(Case.objects.get(**PARTS["cases:tracked"](cast)))}
    if who == WRITER:
        return {drafted.COOKIE: WRITERS_SECRET}
    if who == VOLUNTEER:
        return {known.COOKIE: _let_in(volunteer_of(cast))}
    return {settings.SESSION_COOKIE_NAME: _session(getattr(cast.a, who))}


def _holding(case: Case) -> str:
    response = HttpResponse()
    hold(HttpRequest(), response, case)
    return response.cookies[COOKIE].value


def _let_in(volunteer: Volunteer) -> str:
    response = HttpResponse()
    known.let_in(response, volunteer)
    return response.cookies[known.COOKIE].value


def _session(account: Account) -> str:
    """Signed in a moment ago with both factors, so that no page asks for the password again."""
    client = Client()
    client.force_login(account)
    session = client.session
    session[SECURED] = True
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value
