"""Which volunteer a browser belongs to: a signed cookie, or the account of whoever is signed in."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.actors import volunteer_actor
from tongxin.trades.orders.models import Volunteer

COOKIE = "tongxin_volunteer"
KEPT_FOR = timedelta(days=180)


def by_volunteer(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand ``view`` the volunteer and its actor; who is not known is led to the way in, and then back."""

    @never_cache
    @wraps(view)
    def known(request: HttpRequest, **parts: object) -> HttpResponse:
        volunteer, actor = who_is_there(request)
        if volunteer is None:
            asked = f"?{urlencode({'next': request.path})}" if request.method in ("GET", "HEAD") else ""
            return redirect(reverse("orders:way_in") + asked)
        return view(request, volunteer, actor, **parts)

    return known


def closed_to(*states: str) -> Callable[..., Callable[..., HttpResponse]]:
    """Inside ``by_volunteer``: lead who is in one of these states to their own page, which says how they
    stand and what they can do; who sent something reads that nothing was changed.
    """

    def closing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def let_through(
            request: HttpRequest, volunteer: Volunteer, actor: Actor, **parts: object
        ) -> HttpResponse:
            if volunteer.state not in states:
                return view(request, volunteer, actor, **parts)
            if request.method == "POST":
                messages.warning(
                    request, _("Nothing was changed. How you stand, and what you can do, is said below.")
                )
            return redirect("orders:own")

        return let_through

    return closing


def who_is_there(request: HttpRequest) -> tuple[Volunteer | None, Actor]:
    """The volunteer this browser was let in as, else the one the signed-in account speaks for."""
    found = _by_cookie(request)
    if found is not None:
        return found, volunteer_actor(found)
    actor = request.actor
    return (None if actor.is_nobody else Volunteer.acting(actor)), actor


def let_in(response: HttpResponse, volunteer: Volunteer) -> None:
    """Let this browser be the volunteer from now on, until the way in is renewed or half a year is over."""
    response.set_signed_cookie(
        COOKIE,
        f"{volunteer.pk}.{volunteer.link_round}",
        salt=COOKIE,
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def let_go(response: HttpResponse) -> None:
    """Let this browser be nobody in particular any more."""
    response.delete_cookie(COOKIE, samesite="Lax")


def _by_cookie(request: HttpRequest) -> Volunteer | None:
    try:
        value = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    pk, _dot, link_round = value.partition(".")
    if not (pk.isdigit() and link_round.isdigit()):
        return None
    related = ("person", "organization", "home")
    return Volunteer.objects.select_related(*related).filter(pk=pk, link_round=link_round).first()
