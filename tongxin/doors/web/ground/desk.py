"""What the desk pages of this room share: the area one may see, and the tabs between them."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest
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


def complain(form: Form, problem: ValidationError) -> None:
    """Show what an action refused beside its fields, or above the form where the form has no such field."""
    by_field = getattr(problem, "error_dict", None) or {"": problem.error_list}
    for field, errors in by_field.items():
        form.add_error(field if field in form.fields else None, errors)
