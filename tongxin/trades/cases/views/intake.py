"""The desk writes down what somebody says at the counter, on the telephone or at the door."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.photos.aside import Tray
from tongxin.engine.tickets import codes
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason, require, scope
from tongxin.ground.territory.picking import PicksPlaces, PlaceField
from tongxin.trades.cases import actions
from tongxin.trades.cases.actions.intake import Contact
from tongxin.trades.cases.choices import Channel
from tongxin.trades.cases.forms import ReportForm

VERB = "case.report_for"
SPOKEN = (Channel.DESK, Channel.PHONE, Channel.VISIT)


class TakeDownForm(PicksPlaces, ReportForm):
    """The resident's form, with how they came and where it is."""

    channel = forms.ChoiceField(
        label=_("How did they come?"), choices=[(c.value, c.label) for c in SPOKEN], widget=forms.RadioSelect
    )
    where = PlaceField(
        label=_("Where is it?"),
        help_text=_("Community, estate, building, stairwell, or the code on the door."),
        pin=True,
    )
    place = lat = lng = None  # the choice of a place has its own
    field_order = ("channel", "text", "where", "address_note", "name", "phone", "shares", "photos")

    def of(self, actor: Actor) -> "TakeDownForm":
        """The same form, offering the places where the actor may take something down."""
        self.fields["where"].narrow(scope(actor, VERB), VERB)
        return self


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request: HttpRequest) -> HttpResponse:
    """One page; a place that is not clear is asked back with the places it could be."""
    if not has_anywhere(request.actor, VERB):
        raise Forbidden(reason(VERB))
    if request.method != "POST":
        return _shown(request, TakeDownForm.blank(channel=Channel.PHONE).of(request.actor))
    tray = Tray.of(request.actor.key, "cases.take_down", request.POST.get("client_key", ""))
    form = TakeDownForm(request.POST, tray.along(request)).of(request.actor)
    if form.browses():
        return _shown(request, form, photos=tray.keep(request, form))
    if form.is_valid() and (number := _take(request, form)):
        tray.clear()
        return redirect("cases:handed_out", number)
    return _shown(request, form, photos=tray.keep(request, form), status=422)


def _shown(request: HttpRequest, form: TakeDownForm, *, status: int = 200, **more: object) -> HttpResponse:
    return render(request, "cases/desk/take_down.html", {"form": form, **more}, status=status)


def _take(request: HttpRequest, form: TakeDownForm) -> str:
    """Report it; the number, or "" when something was missing, which the form then says."""
    said = form.cleaned_data
    place = said["where"].place
    require(request.actor, VERB, place.path, at=place.full_name)
    try:
        reported = actions.report(
            place=place,
            point=said["where"].point,
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
    context = {"number": number, "code": code, "href": reverse("cases:case", args=[number])}
    return render(request, "cases/desk/handed_out.html", context)
