"""Where somebody lives: moving in, and out, at the desk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongxin.doors.web.ground.people import EDIT, person_of, person_page
from tongxin.doors.web.ground.people_forms import MovePersonForm
from tongxin.ground.people import actions
from tongxin.ground.people.refusals import Invalid, Refused
from tongxin.ground.posts.gates import scope_q


@login_required
@require_POST
def move(request: HttpRequest, pk: str) -> HttpResponse:
    """The person lives at another place of one's area from now on; with ``out``, no longer here."""
    found = person_of(request, pk, EDIT)
    out = "out" in request.POST
    form = MovePersonForm(request.POST, area=scope_q(request.actor, EDIT, "path"))
    if not out and not form.is_valid():
        return person_page(request, found, move_form=form, status=422)
    try:
        if out:
            actions.move_out(found, by=request.actor)
        else:
            actions.move_in(
                found, form.cleaned_data["to"], apart=form.cleaned_data["apart"], by=request.actor
            )
    except Invalid as invalid:
        form.add_error("to", str(invalid.errors["to"]))
        return person_page(request, found, move_form=form, status=422)
    except Refused as refused:
        return person_page(request, found, refused=refused, status=409)
    messages.success(
        request, _("Noted. They no longer live here.") if out else _("Noted. They live there now.")
    )
    return redirect("people:person", pk)
