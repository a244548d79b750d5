"""The filters one keeps: saved from the queue, renamed and removed on a page of their own."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason
from tongxin.trades.cases import actions
from tongxin.trades.cases.actions.saving import LONGEST
from tongxin.trades.cases.models import SavedFilter
from tongxin.trades.cases.selectors.saved import saved_filters
from tongxin.trades.cases.views.looking import read_query


class NameForm(forms.Form):
    """What a filter is called. ``query`` is the way of looking it stands for, where it is a new one."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        widget=forms.TextInput({"maxlength": LONGEST, "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Please give it a name.")},
    )
    query = forms.CharField(required=False, widget=forms.HiddenInput)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def filters(request: HttpRequest) -> HttpResponse:
    """All of one's own, and what a ``query`` would keep; a POST keeps it under its ``name``."""
    actor = _reader(request)
    if request.method != "POST":
        query = request.GET.get("query")
        tidy = None if query is None else read_query(query, actor).query()
        return _page(request, new=NameForm(initial={"query": tidy}) if tidy else None)
    form = NameForm(request.POST)
    query = read_query(request.POST.get("query", ""), actor).query()
    if _taken(form, lambda name: actions.save_filter(by=actor, name=name, query=query)):
        messages.success(request, _("Kept. It stands above the queue from now on."))
        return HttpResponseRedirect(f"{reverse('cases:queue')}?{query}")
    return _page(request, new=form)


@login_required
@require_POST
def one_filter(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename one's own filter, or with ``drop`` forget it."""
    actor = _reader(request)
    kept = next((each for each in saved_filters(actor) if each.pk == pk), None)
    if kept is None:
        raise Http404
    if "drop" in request.POST:
        actions.drop_filter(kept, by=actor)
        messages.success(request, _("Removed: %(name)s.") % {"name": kept.name})
        return redirect("cases:filters")
    form = NameForm(request.POST, auto_id=f"filter_{pk}_%s")
    if _taken(form, lambda name: actions.rename_filter(kept, by=actor, name=name)):
        return redirect("cases:filters")
    return _page(request, wrong={pk: form})


def _reader(request: HttpRequest) -> Actor:
    if not has_anywhere(request.actor, "case.read"):
        raise Forbidden(reason("case.read"))
    return request.actor


def _taken(form: NameForm, act: Callable[[str], object]) -> bool:
    """Whether the name was taken; else the form says why not."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data["name"])
    except actions.NotSaved as refused:
        form.add_error("name", refused.reason)
        return False
    return True


def _page(
    request: HttpRequest, *, new: NameForm | None = None, wrong: dict[int, NameForm] | None = None
) -> HttpResponse:
    wrong = wrong or {}
    kept = [(each, wrong.get(each.pk) or _named(each)) for each in saved_filters(request.actor)]
    refused = bool(wrong) or (new is not None and new.is_bound)
    context = {"new": new, "kept": kept}
    return render(request, "cases/desk/filters.html", context, status=422 if refused else 200)


def _named(kept: SavedFilter) -> NameForm:
    return NameForm(initial={"name": kept.name}, auto_id=f"filter_{kept.pk}_%s")
