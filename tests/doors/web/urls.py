"""Addresses that go wrong on purpose, beside the real ones."""

import errno

from django.core.exceptions import BadRequest
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.views.decorators.http import require_GET

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as real
from tongxin.engine.flows.refusals import Conflict, Difference, NotNow
from tongxin.ground.posts.gates import Forbidden, Hidden

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def refuse(problem: Exception):
    def view(request: HttpRequest) -> HttpResponse:
        raise problem

    return view


def ask_database(request: HttpRequest) -> HttpResponse:
    with connections["default"].cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("answered")


def ask_too_long(request: HttpRequest) -> HttpResponse:
    with connections["default"].cursor() as cursor:
        cursor.execute("set local statement_timeout = 5")
        cursor.execute("select pg_sleep(2)")
    return HttpResponse("answered")


def read_form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST.get("text", ""))


PROOF_FORM = """{% load tongxin %}<!doctype html><title>proof</title><form method="post">{% csrf_token %}
<label>text <input name="text"></label>{% proof %}<button>send</button></form>"""


def proof(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return HttpResponse(f"{'proven' if request.proven else 'not proven'}: {request.POST['text']}")
    return HttpResponse(engines["django"].from_string(PROOF_FORM).render({}, request))


def conflict() -> Conflict:
    return Conflict(
        Difference(1, 2, "reported", "accepted", "Accepted", "Tian'an desk", "community_worker", None, [])
    )


urlpatterns = [
    *real,
    path("wrong/400", refuse(BadRequest("bad"))),
    path("wrong/403", refuse(Forbidden("Only the street may do this; please ask the dispatcher."))),
    path("wrong/hidden", refuse(Hidden())),
    path("wrong/conflict", refuse(conflict())),
    path("wrong/notnow", refuse(NotNow("The case is already closed."))),
    path("wrong/500", refuse(ZeroDivisionError("secret detail"))),
    path("wrong/full", refuse(OSError(errno.ENOSPC, "No space left on device"))),
    path("wrong/get-only", require_GET(read_form)),
    path("wrong/form", read_form, name="wrong_form"),
    path("desk/wrong/form", read_form),
    path("wrong/proof", proof, name="wrong_proof"),
    path("wrong/database", ask_database),
    path("wrong/slow", ask_too_long),
]
