"""What the desk pages of this room share: the area one may see, and the tabs between them."""

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from tongxin.ground.organizations.dates import today
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason, scope

TABS = (
    (_("Organisations"), "organizations:index"),
    (_("Estates"), "organizations:estates"),
    (_("Who is missing"), "organizations:completeness"),
    (_("Property rates"), "organizations:rates"),
    (_("Posts"), "posts:index"),
)


def area(request: HttpRequest, verb: str) -> list[str]:
    """The paths below which the actor may do ``verb``; raises Forbidden where there is none."""
    found = scope(request.actor, verb)
    if not found:
        raise Forbidden(reason(verb))
    return found


def tabs(request: HttpRequest, current: str) -> list[dict[str, object]]:
    """The tabs above every page of the room."""
    return [
        {"label": label, "href": reverse(name), "current": name == current, "count": None}
        for label, name in TABS
    ]


def asked_day(request: HttpRequest) -> dt.date:
    """The day asked for by ``?on=2026-06-01``; today when it is absent or no date."""
    try:
        return today(parse_date(request.GET.get("on", "")))
    except ValueError:
        return today()


def may(request: HttpRequest, verb: str) -> bool:
    """For links only: whether any post of the actor carries ``verb``."""
    return has_anywhere(request.actor, verb)


def asking(
    request: HttpRequest, form: Form, *, title: str, verb: str, back: str, **shown: object
) -> HttpResponse:
    """The page of one form; ``shown``: about (``{name, note, href}``) and hint, a sentence above the form."""
    context = {"form": form, "title": title, "verb": verb, "back": back, **shown}
    return render(request, "web/ask.html", context, status=422 if form.errors else 200)


def carried_out(request: HttpRequest, form: Form, act: Callable[..., object]) -> bool:
    """Whether a sent form holds and ``act`` took its fields; what was refused now stands in the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(**form.cleaned_data)
    except ValidationError as problem:
        complain(form, problem)
        return False
    return True


def done(request: HttpRequest, words: str, to: str, *args: object) -> HttpResponse:
    """Say what was done, on the page it leads to."""
    messages.success(request, words)
    return redirect(to, *args)


def complain(form: Form, problem: ValidationError) -> None:
    """Show what an action refused beside its fields, or above the form where the form has no such field."""
    by_field = getattr(problem, "error_dict", None) or {"": problem.error_list}
    for field, errors in by_field.items():
        form.add_error(field if field in form.fields else None, errors)
