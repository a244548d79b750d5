"""Pages for what went wrong: what happened, what is kept, what to do. None of them needs the database."""

import errno
import logging
import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from tongxin.ground.posts.actors import NOBODY
from tongxin.ground.posts.answering import offices_to_ask

log = logging.getLogger("tongxin.errors")

DISK_FULL = "53100"  # SQLSTATE of PostgreSQL

# Never handed back to the page that failed.
SECRET_FIELDS = ("csrf", "password", "otp", "altcha", "proof", "token")
NEEDED = ("password", "code")  # without one of these the rest of a form opens nothing


def error_page(request: HttpRequest, status: int, *, reason: object = "", **extra: object) -> HttpResponse:
    """Render ``web/errors/<status>.html``. ``reason`` is a sentence for the reader, or nothing.

    ``kept`` is what was sent, as :func:`kept_fields` gives it; ``stale`` when it is only to be read, not sent
    again as it is. ``written``: something of it can be read.
    """
    context = {"status": status, "reason": reason, "number": getattr(request, "number", ""), **extra}
    context["written"] = any(field["prose"] for field in extra.get("kept", []))
    if extra.get("stale") and not context["written"]:
        context["kept"] = []
    return render(request, f"web/errors/{status}.html", context, status=status)


def reason_of(problem: object) -> object:
    """The sentence a refusal carries (``Forbidden.reason``), not the text of a bare exception."""
    return getattr(problem, "reason", "")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where more was sent than we take."""
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with the reason, and the duty phones of those to ask: of the place, else of where one's post is."""
    holdings = getattr(request, "actor", NOBODY).holdings
    own = next((path for holding in holdings for path in holding.paths), "")
    path = getattr(exception, "path", "") or own
    offices = offices_to_ask(path) if path else []
    return error_page(request, 403, reason=reason_of(exception), offices=offices)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def kept_fields(request: HttpRequest) -> list[dict[str, object]]:
    """What was sent, as ``{name, value, prose}``, to be shown and sent again.

    Only when the form stood on a page of ours, and never what is secret, nor the same typed once more; a form
    that is nothing without its secret has to be filled in anew.
    """
    origin = request.headers.get("Origin", "")
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin" or url_has_allowed_host_and_scheme(
        origin, allowed_hosts={request.get_host()}
    )
    if request.method != "POST" or not ours or not origin:
        return []
    # At the desk a code is that of a place or a company; anywhere else it lets somebody in.
    secrets = SECRET_FIELDS if request.path.startswith("/desk/") else (*SECRET_FIELDS, "code")
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    hidden = {value for name, value in sent if any(secret in name.lower() for secret in secrets)}
    fields = [
        {"name": name, "value": value, "prose": is_prose(value)}
        for name, value in sent
        if value not in hidden
    ]
    bare = any(name in secrets and name in request.POST for name in NEEDED)
    return [] if bare and not any(field["prose"] for field in fields) else fields


def is_prose(value: str) -> bool:
    """Whether a person wrote it, as opposed to a number or a choice the form carried along."""
    return len(value) > 16 or not value.isascii() or " " in value.strip()


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Shown when the token of a form is missing or old; what was typed is offered again."""
    return error_page(request, 403, expired=True, kept=kept_fields(request))


def database_is_away(problem: BaseException | None) -> bool:
    """Whether the database could not be reached, as opposed to having refused one statement."""
    if not isinstance(problem, OperationalError | InterfaceError):
        return False
    state = getattr(problem.__cause__, "sqlstate", None)
    return state is None or state.startswith(("08", "57P", "53"))


def no_room_is_left(problem: BaseException | None) -> bool:
    """Whether a disk was full: ours, or that of the database."""
    if isinstance(problem, OSError):
        return problem.errno in (errno.ENOSPC, errno.EDQUOT)
    return getattr(getattr(problem, "__cause__", None), "sqlstate", None) == DISK_FULL


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with a number to quote; 503 when the database is away or a disk full. The log has no form."""
    problem = sys.exc_info()[1]
    full = no_room_is_left(problem)
    away = full or database_is_away(problem)
    said = "no room left on the disk" if full else type(problem).__name__
    log.error("%s %s", getattr(request, "number", ""), said, exc_info=not away)
    # What could not be read the first time is not read a second time.
    kept = [] if isinstance(problem, OSError) and not full else kept_fields(request)
    # With the records away nothing can have been saved: then it may be sent again as it is.
    response = error_page(request, 503 if away else 500, kept=kept, stale=not away, full=full)
    if away:
        response.headers["Retry-After"] = "600" if full else "30"
    return response
