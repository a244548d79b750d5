"""Refusals that reach the door, and answers that would lose something, become pages that say what to do."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tongxin.doors.web.views.errors import error_page, kept_fields
from tongxin.engine.flows.refusals import Conflict, NotYours, Refused


class Refusals:
    """Middleware: a step refused (409) shows why and what changed meanwhile; an empty 405 gets a page; a form
    sent after the session has ended gets one (401) that keeps what was typed.

    Views normally show a refusal beside its form; this is what a reader gets where none did. What nobody can
    type and the database cannot keep, a NUL in the address, is read as U+FFFD, as HTML does.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.path = request.path.replace("\0", "\ufffd")
        request.path_info = request.path_info.replace("\0", "\ufffd")
        request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "%EF%BF%BD")
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            allow = response.headers.get("Allow", "")
            response = error_page(request, 405)
            response.headers["Allow"] = allow
        if _leads_to_the_door(response) and (kept := kept_fields(request)):
            return error_page(request, 401, kept=kept)
        return response

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, Refused) or isinstance(problem, NotYours):
            return None
        difference = problem.difference if isinstance(problem, Conflict) else None
        return error_page(
            request, 409, reason=problem, difference=difference, kept=kept_fields(request), stale=True
        )


def _leads_to_the_door(response: HttpResponse) -> bool:
    """Whether somebody was asked to sign in first, which names the page to come back to."""
    asked = f"{reverse(settings.LOGIN_URL)}?{REDIRECT_FIELD_NAME}="
    return response.status_code == 302 and response.url.startswith(asked)
