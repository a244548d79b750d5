"""Turns for what anybody may do: see ``limits.py`` for which pages and how many."""

from collections.abc import Callable
from datetime import timedelta
from math import ceil

from django.http import HttpRequest, HttpResponse

from tongxin.doors.web.actions import Rate, take_turn
from tongxin.doors.web.addresses import neighbourhood
from tongxin.doors.web.limits import LIMITS, Limit
from tongxin.doors.web.proof import FIELD, is_proven
from tongxin.doors.web.views.errors import error_page, kept_fields


def too_many(request: HttpRequest, wait: timedelta) -> HttpResponse:
    """429: when to come back, and what was typed."""
    seconds = max(1, ceil(wait.total_seconds()))
    page = error_page(request, 429, minutes=ceil(seconds / 60), kept=kept_fields(request))
    page.headers["Retry-After"] = str(seconds)
    return page


class Throttle:
    """Middleware: sets ``request.proven`` for the pages listed; answers 429 when their turns are used up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.proven = False
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: list, kwargs: dict
    ) -> HttpResponse | None:
        limit = LIMITS.get(request.resolver_match.view_name)
        if limit is None or (request.method in {"GET", "HEAD"} and not limit.reads):
            return None
        return self._take(request, limit)

    def _take(self, request: HttpRequest, limit: Limit) -> HttpResponse | None:
        request.proven = request.method == "POST" and is_proven(request.POST.get(FIELD, ""))
        rate = Rate.read(limit.proven if request.proven else limit.unproven)
        # Counted apart: neighbours who prove themselves are not held up by a machine that does not.
        purpose = f"{limit.purpose}, {'proven' if request.proven else 'unproven'}"
        wait = take_turn(purpose, neighbourhood(request.META.get("REMOTE_ADDR", "")), rate)
        return too_many(request, wait) if wait else None
