"""What the pages of co-building share: a form about one thing; what was refused stands at its field."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.refusals import Incomplete
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason
from tongxin.trades.orders.forms.cobuilding import VERB

TABS = (
    (_("Pairings"), "orders:pairings"),
    (_("Needs"), "orders:needs"),
    (_("Units"), "orders:units"),
)


def may(actor: Actor) -> None:
    """Let who pairs units and communities anywhere in; raises Forbidden with who may."""
    if not has_anywhere(actor, VERB):
        raise Forbidden(reason(VERB))


def tabs(current: str) -> list[dict[str, object]]:
    return [
        {"label": label, "href": reverse(name), "current": name == current, "count": None}
        for label, name in TABS
    ]


def ask(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[..., object],
    *,
    title: str,
    verb: str,
    back: str,
    done: Callable[[object], str],
    said: str,
) -> HttpResponse:
    """Show a form, or carry out ``act`` with its fields and go on to ``done(result)``. What the action
    refuses stands at its field, with everything as it was typed.
    """
    if request.method == "POST" and form.is_valid():
        try:
            made = act(**form.cleaned_data)
        except Incomplete as refused:
            for field, sentence in refused.errors.items():
                form.add_error(field if field in form.fields else None, sentence)
        else:
            messages.success(request, said)
            return redirect(done(made))
    context = {"form": form, "title": title, "verb": verb, "back": back}
    return render(request, "web/ask.html", context, status=422 if form.errors else 200)
