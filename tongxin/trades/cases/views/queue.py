"""The desk's lists: what is due first, and what a search finds."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tongxin.engine.flows.paging import bounded
from tongxin.engine.flows.written import day_field
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason
from tongxin.ground.statements import composed
from tongxin.ground.territory import selectors as territory
from tongxin.trades.cases.choices import Channel, Urgency
from tongxin.trades.cases.flow import CASE
from tongxin.trades.cases.glance import Glance, glances_of
from tongxin.trades.cases.models import Category, SavedFilter
from tongxin.trades.cases.models.catalogue import titled
from tongxin.trades.cases.selectors.lists import Line, counts, queue
from tongxin.trades.cases.selectors.matching import Filters, states_of
from tongxin.trades.cases.selectors.saved import saved_filters
from tongxin.trades.cases.views import looking as ways
from tongxin.trades.cases.views.looking import Looking
from tongxin.trades.cases.views.together import works_on_several

ANY = ("", _("any"))


class QueueForm(forms.Form):
    """How the queue is narrowed. A GET form: the address is the filter."""

    q = forms.CharField(
        label=_("Words or number"),
        required=False,
        max_length=ways.LONGEST_WORDS,
        widget=forms.TextInput({"type": "search"}),
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ANY, *((s.name, s.label) for s in CASE.states)]
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), required=False, choices=[ANY, *Urgency.choices])
    channel = forms.ChoiceField(label=_("Came in by"), required=False, choices=[ANY, *Channel.choices])
    since = day_field(_("Reported since"), required=False)
    path = forms.CharField(widget=forms.HiddenInput, required=False)
    due = forms.CharField(widget=forms.HiddenInput, required=False)
    turn = forms.CharField(widget=forms.HiddenInput, required=False)
    view = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, looking: Looking, categories: Sequence[tuple[str, str]]) -> None:
        super().__init__(initial={"view": looking.view.name, **looking.narrowed}, auto_id="narrow_%s")
        self.fields["category"].choices = [ANY, *categories]


def top_categories() -> list[tuple[str, str]]:
    """Path and title of the widest categories in use, to choose from."""
    return [(path, titled(*names)) for path, *names in _tops().rows()]


@composed
def _tops() -> QuerySet[Category]:
    tops = Category.objects.filter(active=True, parent=None).order_by("path")
    return tops.values_list("path", "name", "name_en")


@login_required
@require_safe
def queue_page(request: HttpRequest) -> HttpResponse:
    """Open cases, due first; words typed search the closed ones as well. Fifty a page."""
    actor = request.actor
    if not has_anywhere(actor, "case.read"):
        raise Forbidden(reason("case.read"))
    looking = ways.read(request.GET, actor)
    page = looking.page(actor)
    listed, upcoming = glances_of(page.rows, _next_for(actor, looking, page.rows))
    pick, carried = works_on_several(actor), looking.beside
    saved = [(each, ways.read_query(each.query, actor)) for each in saved_filters(actor)]
    offered = ways.offered(actor)
    categories = top_categories()
    counted = counts(actor, _to_count(looking, offered, saved))
    context = {
        "form": SimpleLazyObject(lambda: QueueForm(looking, categories)),
        "form_says": (looking.view.name, *looking.narrowed.items(), *categories),
        "looking": looking,
        "beside_query": looking.query(after=looking.after),
        "pick": pick,
        "within": _within(looking),
        "tabs": _tabs(looking, offered, counted),
        "keep": f"{reverse('cases:filters')}?{urlencode({'query': looking.query()})}",
        "saved": _chips(looking, saved, counted),
        "glances": listed,
        "rows": [_row(each, carried, pick) for each in listed],
        "upcoming": upcoming[0] if upcoming else None,
        "next": f"?{looking.query(after=page.after)}" if page.after else "",
        "first": f"?{looking.query()}" if looking.after else "",
    }
    return render(request, "cases/desk/queue.html", context)


def _row(glance: Glance[Line], carried: str, pick: bool) -> dict[str, object]:
    """What ``cases/row.html`` shows of a case."""
    line = glance.thing
    return {
        "number": line.number,
        "shown": str(line),
        "urgency": line.urgency,
        "text": line.text,
        "category": line.category,
        "place": line.where,
        "label": glance.label,
        "tone": glance.tone,
        "due": line.due_at,
        "late": glance.late_by,
        "paused": glance.paused,
        "done": line.closed_at,
        "carried": carried,
        "pick": pick,
    }


def _within(looking: Looking) -> dict[str, object] | None:
    """The place the list is narrowed to, and the way back to all of them."""
    place = territory.place_by_path(looking.narrowed["path"]) if "path" in looking.narrowed else None
    if place is None:
        return None
    rest = {name: value for name, value in looking.narrowed.items() if name != "path"}
    return {"name": place.full_name, "everywhere": f"?{Looking(looking.view, rest).query()}"}


def _next_for(actor: Actor, looking: Looking, lines: list[Line]) -> list[Line]:
    """What waits for the actor's posts and is due first, if anything. The queue as it opens shows it as its
    first row.
    """
    if not states_of(actor):
        return []
    mine = Looking(ways.BY_NAME["mine"])
    return lines[:1] if looking.usual else queue(actor, mine.filters, size=1).rows


def _to_count(
    looking: Looking, offered: list[ways.View], saved: list[tuple[SavedFilter, Looking]]
) -> dict[str, Filters]:
    """What is counted, by name: each view as it is narrowed now, each saved filter as it was saved. Views are
    not counted while words are sought: that would be a search of everything for each of them.
    """
    counted = [view for view in offered if view.fixed and "q" not in looking.narrowed]
    views = {view.name: Looking(view, looking.narrowed).filters for view in counted}
    return views | {f"saved {each.pk}": kept.filters for each, kept in saved}


def _tabs(looking: Looking, offered: list[ways.View], counted: Mapping[str, int]) -> list[dict]:
    return [
        {
            "label": view.label,
            "href": f"?{looking.query(view=view)}",
            "current": view is looking.view,
            "count": bounded(counted[view.name]) if view.name in counted else None,
        }
        for view in offered
    ]


def _chips(
    looking: Looking, saved: list[tuple[SavedFilter, Looking]], counted: Mapping[str, int]
) -> list[dict]:
    return [
        {
            "label": each.name,
            "href": f"?{kept.query()}",
            "current": kept.query() == looking.query(),
            "count": bounded(counted[f"saved {each.pk}"]),
        }
        for each, kept in saved
    ]
