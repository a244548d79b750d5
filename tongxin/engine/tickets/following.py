"""Following without an account: what a number and its query code open, and which things a browser holds.

A trade registers each kind of thing it gives numbers to. What a browser holds stands in a signed cookie, so
that no code stands in an address: reading it costs no query, whoever sits at the browser for seven days is
taken for who asked, and can make it forget.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from tongxin.engine.tickets import codes, numbers
from tongxin.ground.posts.actors import Actor, reporter_actor

if TYPE_CHECKING:
    from tongxin.engine.flows.models import Flowing

KEPT_FOR = timedelta(days=7)
MOST = 12
SENT_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Kind:
    """One kind of thing that people follow by its number. ``page`` is the name of its page, with the number;
    ``sent`` that of the page which shows number and code once; ``cookies`` names what a browser holds, and
    what it has just sent; ``since`` the column of when it was asked for. The model has ``number``, ``place``,
    ``client_key`` and ``query_code_hash``. ``closed`` is what is said where a browser does not hold it.
    """

    model: type[Flowing]
    series: int
    page: str
    sent: str
    cookies: tuple[str, str]
    since: str
    closed: object

    def held(self, request: HttpRequest) -> list[int]:
        """The ids of those this browser has shown the query code of, newest first."""
        try:
            value = request.get_signed_cookie(
                self.cookies[0], default="", salt=self.cookies[0], max_age=KEPT_FOR
            )
        except signing.BadSignature:
            return []
        return [int(pk) for pk in value.split(".") if pk.isdigit()]

    def listed(self, request: HttpRequest) -> list[Flowing]:
        """Those this browser holds, with their places, the newest first."""
        held = self.held(request)
        found = self.model.objects.filter(pk__in=held).select_related("place")
        return list(found.order_by(f"-{self.since}")) if held else []

    def hold(self, request: HttpRequest, response: HttpResponse, thing: Flowing) -> None:
        """Let this browser open ``thing`` from now on."""
        kept = [thing.pk, *(pk for pk in self.held(request) if pk != thing.pk)][:MOST]
        _sign(response, self.cookies[0], ".".join(map(str, kept)), KEPT_FOR)

    def forget(self, response: HttpResponse) -> None:
        """Let this browser open none any more."""
        response.delete_cookie(self.cookies[0], samesite="Lax")

    def opened(self, request: HttpRequest, number: str, *related: str) -> tuple[Flowing, Actor]:
        """The thing of that number and who asked for it as an actor, if this browser holds it; else
        Http404.
        """
        digits = numbers.parse(number, self.series) or ""
        found = self.model.objects.select_related("place", *related)
        thing = found.filter(number=digits, pk__in=self.held(request)).first()
        if thing is None:
            raise Http404(str(self.closed))
        return thing, reporter_actor(thing.noun, thing.pk)

    def told(self, request: HttpRequest, thing: Flowing) -> HttpResponseRedirect:
        """Lead to the page that shows number and code, and let this browser follow the thing."""
        response = redirect(self.sent)
        self.hold(request, response, thing)
        _sign(response, self.cookies[1], thing.client_key, SENT_FOR, reverse(self.sent))
        return response

    def just_sent(self, request: HttpRequest, *related: str) -> tuple[Flowing, str] | None:
        """For an hour, what this browser has just sent and its query code as one reads it out."""
        try:
            key = request.get_signed_cookie(self.cookies[1], salt=self.cookies[1], max_age=SENT_FOR)
        except (KeyError, signing.BadSignature):
            return None
        thing = self.model.objects.select_related("place", *related).filter(client_key=key).first()
        return (thing, codes.grouped(codes.code_for(key))) if thing is not None else None


_kinds: dict[int, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; from then on its numbers can be followed."""
    _kinds[kind.series] = kind


def kinds() -> list[Kind]:
    """Every kind, in the order of their series."""
    return [_kinds[series] for series in sorted(_kinds)]


def kind_of(series: int) -> Kind:
    """The kind whose numbers are of this series; KeyError when there is none."""
    return _kinds[series]


def opened_by(found: QuerySet, series: int, number: str, code: str) -> Flowing | None:
    """Of these things the one that a typed number and code open. None when either is wrong: which one is not
    told, not even by the time it takes.
    """
    digits = numbers.parse(number, series)
    thing = found.filter(number=digits).first() if digits else None
    kept = thing.query_code_hash if thing is not None else ""
    return thing if codes.fits(digits or "", code, kept) else None


def follow(number: str, code: str) -> tuple[Kind, Flowing] | None:
    """What a typed number and code open, of any kind: the number says which."""
    kind = next((each for each in kinds() if numbers.parse(number, each.series)), _kinds[numbers.CASES])
    thing = opened_by(kind.model.objects.all(), kind.series, number, code)
    return (kind, thing) if thing is not None else None


def _sign(response: HttpResponse, name: str, value: str, kept: timedelta, path: str = "/") -> None:
    response.set_signed_cookie(
        name,
        value,
        salt=name,
        max_age=kept,
        path=path,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
