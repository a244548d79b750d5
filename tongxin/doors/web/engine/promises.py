"""What is promised: the rows in force, and a new dated row."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.doors.web.engine.calendar import EDIT, PROMISE, tabs
from tongxin.doors.web.engine.forms import PromiseForm
from tongxin.doors.web.wording import full_day
from tongxin.engine.flows import moves, registry
from tongxin.engine.flows.models import Promise
from tongxin.engine.flows.rights import require_everywhere
from tongxin.engine.flows.selectors import promise_gaps, promises_now
from tongxin.engine.flows.words import COUNTS, promise_words, promised_words
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason
from tongxin.ground.territory.models import Place


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every promise in force, the most general first."""
    if not has_anywhere(request.actor, PROMISE):
        require_everywhere(request.actor, EDIT)
    rows = list(promises_now())
    places = dict(
        Place.objects.filter(path__in={row.place_path for row in rows}).values_list("path", "full_name")
    )
    context = {
        "rows": _in_words(rows, places),
        "gaps": [promise_words(registry.flow_named(flow), name) for flow, name in promise_gaps()],
        "may_edit": has_anywhere(request.actor, PROMISE),
        "tabs": tabs("flows:promises"),
    }
    return render(request, "web/calendar/promises.html", context)


def _in_words(rows: list[Promise], places: dict[str, str]) -> list[dict[str, object]]:
    """Each row with what its codes mean: the promise, the category, the place, the urgency, how
    long, what counts."""
    models = {flow.name: registry.model_of(flow.noun) for flow in registry.flows()}
    titles = {name: model.category_titles() for name, model in models.items()}
    return [
        {
            "promise": row,
            "called": promise_words(models[row.flow].flow, row.name),
            "category": titles[row.flow].get(row.category_path, row.category_path).strip(),
            "place": places.get(row.place_path, row.place_path),
            "urgency": models[row.flow].urgency_titles.get(row.urgency, row.urgency),
            "within": promised_words(row.amount, row.unit),
            "counts": COUNTS[row.unit],
        }
        for row in rows
        if row.flow in models
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Close the row in force and open another; nothing is edited."""
    if not has_anywhere(request.actor, PROMISE):
        raise Forbidden(reason(PROMISE))
    form = PromiseForm(request.POST or None, actor=request.actor)
    row = form.carry_out(by=request.actor) if request.method == "POST" and form.is_valid() else None
    if row is not None:
        messages.success(request, _("The new promise holds from %(day)s on.") % {"day": full_day(row.since)})
        change = moves.latest_change(moves.PROMISE, f"{row.flow}.{row.name}")
        if form.cleaned_data["move_running"] and change is not None:
            return redirect("flows:moved", change.pk)
        return redirect("flows:promises")
    return render(request, "web/calendar/promise.html", {"form": form}, status=422 if form.errors else 200)
