"""The desk writes down what somebody says at the counter, on the telephone or at the door."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.tickets import codes
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason, require
from tongxin.ground.territory.models import Place
from tongxin.trades.cases import actions
from tongxin.trades.cases.actions.intake import Contact
from tongxin.trades.cases.choices import Channel
from tongxin.trades.cases.forms import ReportForm
from tongxin.trades.cases.places import places_named

SPOKEN = (Channel.DESK, Channel.PHONE, Channel.VISIT)


class TakeDownForm(ReportForm):
    """The resident's form, with how they came and where it is, chosen by its name."""

    channel = forms.ChoiceField(
        label=_("How did they come?"), choices=[(c.value, c.label) for c in SPOKEN], widget=forms.RadioSelect
    )
    where = forms.CharField(
        label=_("Where is it?"),
        max_length=80,
        help_text=_("Community, estate, building, stairwell, or the code on the door."),
    )
    field_order = ("channel", "text", "where", "place", "address_note", "name", "phone", "shares", "photos")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request: HttpRequest) -> HttpResponse:
    """One page; a place that is not clear is asked back with the places it could be."""
    if not has_anywhere(request.actor, "case.report_for"):
        raise Forbidden(reason("case.report_for"))
    if request.method != "POST":
        form = TakeDownForm.blank(channel=Channel.PHONE)
        return render(request, "cases/desk/take_down.html", {"form": form})
    form = TakeDownForm(request.POST, request.FILES)
    candidates: list[Place] = []
    if form.is_valid():
        candidates = _places(request.actor, form.cleaned_data)
        if len(candidates) == 1 and (number := _take(request, form, candidates[0])):
            return redirect("cases:handed_out", number)
        if not candidates:
            form.add_error("where", _("We found no place of that name. Try a part of it."))
        elif len(candidates) > 1:
            form.add_error("where", _("Several places fit; please choose one below."))
    context = {"form": form, "candidates": candidates if len(candidates) > 1 else []}
    return render(request, "cases/desk/take_down.html", context, status=422)


def _places(actor: Actor, said: dict) -> list[Place]:
    """The places of the actor's area that could be meant."""
    return [said["place"]] if said.get("place") else places_named(said["where"], actor, "case.report_for")


def _take(request: HttpRequest, form: TakeDownForm, place: Place) -> str:
    """Report it; the number, or "" when something was missing, which the form then says."""
    require(request.actor, "case.report_for", place.path, at=place.full_name)
    said = form.cleaned_data
    try:
        reported = actions.report(
            place=place,
            text=said["text"],
            by=request.actor,
            channel=said["channel"],
            client_key=said["client_key"],
            contact=Contact(said["name"], said["phone"], said["shares"]) or None,
            photos=said["photos"],
            address_note=said["address_note"],
        )
    except Incomplete as incomplete:
        for field, sentence in incomplete.errors.items():
            form.add_error(field if field in form.fields else None, sentence)
        return ""
    request.session["handed_out"] = {reported.case.number: codes.grouped(reported.query_code)}
    return reported.case.number


@never_cache
@login_required
@require_safe
def handed_out(request: HttpRequest, number: str) -> HttpResponse:
    """The number and query code to tell the resident, shown once to whoever wrote it down."""
    code = request.session.pop("handed_out", {}).get(number)
    if code is None:
        return redirect("cases:case", number)
    return render(request, "cases/desk/handed_out.html", {"number": number, "code": code})
