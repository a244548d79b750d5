"""What a person agreed to and was told, as the desk notes it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongxin.doors.web.ground.people import EDIT, person_of, person_page
from tongxin.ground.people import actions
from tongxin.ground.people.models import Person
from tongxin.ground.people.refusals import Invalid, Refused


@login_required
@require_POST
def consent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that a person agreed to something, or took it back."""
    said = request.POST

    def note(found: Person) -> None:
        if "withdraw" in said:
            actions.withdraw_consent(found, said.get("kind", ""), by=request.actor)
        else:
            actions.give_consent(
                found,
                said.get("kind", ""),
                channel=said.get("channel", ""),
                guardian="guardian" in said,
                by=request.actor,
            )

    return _noted(request, pk, note)


@login_required
@require_POST
def told(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that a person was told how their details are used."""
    said = request.POST

    def note(found: Person) -> None:
        kind, channel = said.get("kind", ""), said.get("channel", "")
        if not actions.give_notice(found, kind, channel=channel, by=request.actor):
            raise Invalid({"kind": _("There is no text of this kind in force.")})

    return _noted(request, pk, note)


def _noted(request: HttpRequest, pk: UUID, note: Callable[[Person], None]) -> HttpResponse:
    found = person_of(request, pk, EDIT)
    try:
        note(found)
    except Invalid as invalid:
        return person_page(request, found, refused=" ".join(map(str, invalid.errors.values())), status=422)
    except Refused as refused:
        return person_page(request, found, refused=refused, status=409)
    return redirect("people:person", pk)
