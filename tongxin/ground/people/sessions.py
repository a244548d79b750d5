"""When a session ends by itself, and what an account without a second factor may still do."""

import time
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tongxin.ground.people.models import Account

BEGAN, SEEN, SECURED = "began_at", "seen_at", "second_factor"
NOTED_EVERY = 60  # seconds: a session row is not written at each click
UNATTENDED = "X-Unattended"  # a page asks by itself: that is no activity of a person
ALWAYS_OPEN = ("/accounts/", "/static/", "/healthz", "/preference")

Respond = Callable[[HttpRequest], HttpResponse]


def begin(request: HttpRequest) -> None:
    """Start the clocks of a session that was just signed in."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())
    request.session.pop(SECURED, None)


class SessionEnd:
    """Middleware: signs out after TONGXIN_SESSION_IDLE minutes of quiet, or TONGXIN_SESSION_HOURS in all.

    When a session ends, by itself or by signing out, the browser is told to keep none of its pages.
    Sets ``request.signed_in``, for those who must not ask the database: it is missing where that failed.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = SESSION_KEY in request.session
        if signed_in:
            self._look_at_the_clock(request)
        request.signed_in = SESSION_KEY in request.session
        response = self.get_response(request)
        if signed_in and SESSION_KEY not in request.session:
            response.headers["Clear-Site-Data"] = '"cache"'
        return response

    def _look_at_the_clock(self, request: HttpRequest) -> None:
        session, now = request.session, int(time.time())
        began, seen = session.get(BEGAN), session.get(SEEN)
        if began is None or seen is None:
            begin(request)
        elif now - began >= settings.TONGXIN_SESSION_HOURS * 3600:
            self._end(
                request, _("You were signed out because the working day is over. Please sign in again.")
            )
        elif now - seen >= settings.TONGXIN_SESSION_IDLE * 60:
            self._end(request, _("You were signed out after a while without activity. Please sign in again."))
        elif now - seen >= NOTED_EVERY and UNATTENDED not in request.headers:
            session[SEEN] = now

    def _end(self, request: HttpRequest, why: str) -> None:
        logout(request)
        messages.info(request, why)


class SecondFactorFirst:
    """Middleware: with TONGXIN_REQUIRE_2FA, an account without a second factor can only set one up."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.TONGXIN_REQUIRE_2FA and not self._may_pass(request):
            messages.info(request, _("Please set up a second way to prove it is you before you go on."))
            return redirect(reverse("mfa_index"))
        return self.get_response(request)

    def _may_pass(self, request: HttpRequest) -> bool:
        if SESSION_KEY not in request.session or request.path.startswith(ALWAYS_OPEN):
            return True
        if not request.session.get(SECURED):
            if not request.user.is_authenticated or not second_factors(request.user).exists():
                return not request.user.is_authenticated
            request.session[SECURED] = True
        return True


def second_factors(account: Account) -> QuerySet[Authenticator]:
    """What counts as a second factor: an authenticator app or a security key, not recovery codes alone."""
    counting = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user=account, type__in=counting)
