"""Who looks at a page, and the cookies by which the site knows them."""

import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client

from tests.cast import Cast
from tests.house.addresses import PARTS, WRITERS_SECRET, volunteer_of
from tongxin.engine.flows.models import Flowing
from tongxin.engine.tickets.following import Kind
from tongxin.ground.people.models import Account
from tongxin.ground.people.sessions import SECURED
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.views.drafted import DRAFTS
from tongxin.trades.cases.views.held import CASES
from tongxin.trades.orders.models import Order, Volunteer
from tongxin.trades.orders.views.resident.drafted import DRAFTS as ORDER_DRAFTS
from tongxin.trades.orders.views.resident.drafted import ORDERS
from tongxin.trades.orders.views.volunteer import known

NOBODY = "nobody"
VOLUNTEER = "volunteer"  # a browser that was let in as the cast's volunteer
REPORTER = "reporter"  # a resident whose browser holds the query codes of the cast's case and order
WRITER = "writer"  # a resident whose browser has begun the cast's drafts


def cookies(who: str, cast: Cast) -> dict[str, str]:
    """The cookies of ``nobody``, ``reporter``, ``writer``, ``volunteer``, or of the first street's account of
    that role.
    """
    if who == NOBODY:
        return {}
    if who == REPORTER:
        case = Case.objects.get(**PARTS["cases:tracked"](cast))
        order = Order.objects.get(**PARTS["orders:tracked"](cast))
        return _holding(CASES, case) | _holding(ORDERS, order)
    if who == WRITER:
        return {DRAFTS.cookie: WRITERS_SECRET, ORDER_DRAFTS.cookie: WRITERS_SECRET}
    if who == VOLUNTEER:
        return {known.COOKIE: _let_in(volunteer_of(cast))}
    return {settings.SESSION_COOKIE_NAME: _session(getattr(cast.a, who))}


def _holding(kind: Kind, thing: Flowing) -> dict[str, str]:
    response = HttpResponse()
    kind.hold(HttpRequest(), response, thing)
    return {kind.cookies[0]: response.cookies[kind.cookies[0]].value}


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
