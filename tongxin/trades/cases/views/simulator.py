"""A text and a place tried out: what would happen now, and why. Nothing is kept."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason, scope, sees
from tongxin.ground.territory.picking import PicksPlaces, PlaceField
from tongxin.trades.cases.choices import Urgency
from tongxin.trades.cases.models import Category
from tongxin.trades.cases.suggest.simulator import Simulation, simulate

VERB = "case.read"
PROMISES = {
    "case.accept": _("Taken in"),
    "case.solve": _("Solved"),
    "summons.sign_in": _("Unit signed in"),
    "summons.answer": _("Unit answered"),
}


class SimulatorForm(PicksPlaces):
    """What is tried out, and where; the category only to see what another one would change."""

    text = forms.CharField(
        label=_("What is said"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    where = PlaceField(
        label=_("Where is it?"),
        help_text=_("Community, estate, building, stairwell, or the code on the door."),
    )
    category = forms.ModelChoiceField(
        Category.objects.filter(active=True).order_by("path"),
        label=_("Category"),
        required=False,
        empty_label=_("as suggested"),
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def simulator(request: HttpRequest) -> HttpResponse:
    """Categories, urgency, units, promises with due moments, and what is alike; each with the reason."""
    if not has_anywhere(request.actor, VERB):
        raise Forbidden(reason(VERB))
    form = SimulatorForm(request.POST or None)
    form.fields["where"].narrow(scope(request.actor, VERB), VERB)
    context = {"form": form}
    if form.browses() or request.method != "POST":
        return render(request, "cases/desk/simulator.html", context)
    if form.is_valid():
        said = form.cleaned_data
        place = said["where"].place
        found = simulate(said["text"], place, category=said["category"])
        near = [each for each in found.similar if sees(request.actor, each.case.place_path)]
        context |= {"place": place, "found": found, "dues": _dues(found), "similar": near}
        context["urgency"] = Urgency(found.suggestion.urgency.urgency).label
    return render(request, "cases/desk/simulator.html", context, status=200 if "found" in context else 422)


def _dues(found: Simulation) -> list[dict]:
    return [
        {
            "label": PROMISES[f"{due.promise.flow}.{due.promise.name}"],
            "amount": f"{due.promise.amount.normalize():f} {due.promise.get_unit_display()}",
            "due_at": due.due_at,
        }
        for due in found.dues
    ]
