"""The desk's lists: what is due first, and what a search finds."""

from dataclasses import dataclass

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason
from tongxin.trades.cases.choices import Channel, Urgency
from tongxin.trades.cases.flow import CASE
from tongxin.trades.cases.glance import glances
from tongxin.trades.cases.models import Category
from tongxin.trades.cases.models.case import OPEN_STATES
from tongxin.trades.cases.selectors.lists import MOST_COUNTED, counts, queue, search
from tongxin.trades.cases.selectors.matching import Filters

ANY = ("", _("any"))


class QueueForm(forms.Form):
    """How the queue is narrowed. A GET form: the address is the filter."""

    q = forms.CharField(label=_("Words or number"), required=False, max_length=64)
    state = forms.ChoiceField(label=_("State"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), required=False, choices=[ANY, *Urgency.choices])
    channel = forms.ChoiceField(label=_("Came in by"), required=False, choices=[ANY, *Channel.choices])
    view = forms.CharField(required=False, max_length=8, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [ANY, *((s.name, s.label) for s in CASE.states)]
        tops = Category.objects.filter(active=True, parent=None).order_by("path")
        self.fields["category"].choices = [ANY, *((c.path, c.title) for c in tops)]

    def filters(self, **fixed: object) -> Filters:
        """What was chosen; a value that is no choice does not narrow."""
        self.full_clean()
        chosen = self.cleaned_data
        return Filters(
            q=chosen.get("q", ""),
            states=(chosen["state"],) if chosen.get("state") else (),
            category=chosen.get("category", ""),
            urgency=chosen.get("urgency", ""),
            channel=chosen.get("channel", ""),
            **fixed,
        )


@dataclass(frozen=True)
class View:
    """One saved way of looking at the queue, offered to whoever holds the verb."""

    name: str
    label: object
    fixed: dict
    verb: str = "case.read"

    @property
    def by_due(self) -> bool:
        """Only open cases have a due order; once closed ones count, the newest come first."""
        return bool({"open_only", "late", "mine"} & self.fixed.keys())


VIEWS = (
    View("mine", _("My turn"), {"mine": True, "open_only": True}),
    View("late", _("Late"), {"late": True}),
    View("open", _("All open"), {"open_only": True}),
    View("second", _("For the second person"), {"proposed": True}, "case.exclude_confirm"),
    View("all", _("Closed, too"), {}),
)


@login_required
@require_safe
def queue_page(request: HttpRequest) -> HttpResponse:
    """Open cases, due first; words typed search the closed ones as well. Fifty a page."""
    actor = request.actor
    if not has_anywhere(actor, "case.read"):
        raise Forbidden(reason("case.read"))
    form = QueueForm(request.GET)
    view = _view(request.GET)
    filters = form.filters(**view.fixed)
    after = request.GET.get("after", "")
    ask = queue if view.by_due and set(filters.states) <= set(OPEN_STATES) else None
    page = ask(actor, filters, after=after) if ask else search(filters.q, actor, filters, after=after)
    context = {
        "form": form,
        "tabs": _tabs(actor, form, view, request.GET),
        "view": view,
        "glances": glances(page.rows),
        "next": _address(request.GET, after=page.after) if page.after else "",
        "first": _address(request.GET, after="") if after else "",
    }
    return render(request, "cases/desk/queue.html", context)


def _view(given: QueryDict) -> View:
    """The view asked for; else words are sought everywhere, and without words it is what waits for one."""
    usual = VIEWS[-1] if given.get("q", "").strip() else VIEWS[0]
    return next((each for each in VIEWS if each.name == given.get("view")), usual)


def _tabs(actor: Actor, form: QueueForm, current: View, given: QueryDict) -> list[dict]:
    offered = [view for view in VIEWS if has_anywhere(actor, view.verb)]
    groups = {view.name: form.filters(**view.fixed) for view in offered if view.fixed}
    counted = counts(actor, groups)
    return [
        {
            "label": view.label,
            "href": _address(given, view=view.name, after=""),
            "current": view is current,
            "count": _said(counted[view.name]) if view.name in counted else None,
        }
        for view in offered
    ]


def _said(count: int) -> str:
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)


def _address(given: QueryDict, **changed: str) -> str:
    kept = given.copy()
    for name, value in changed.items():
        if value:
            kept[name] = value
        else:
            kept.pop(name, None)
    return f"?{kept.urlencode()}"
