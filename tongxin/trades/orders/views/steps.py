"""The page of a step for whoever has no account: residents and volunteers; and what its form begins with."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongxin.engine.flows.models import Flowing
from tongxin.engine.flows.steps import Attempt, attempt
from tongxin.engine.photos.aside import Tray
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.models import Order


def step_page(
    request: HttpRequest,
    thing: Flowing,
    name: str,
    actor: Actor,
    *,
    allowed: Collection[str],
    back: str,
    back_label: object,
    then: Callable[[Attempt], HttpResponse] | None = None,
    initial: Mapping[str, object] | None = None,
    **context: Any,
) -> HttpResponse:
    """The page of the step ``name``, which has to be one of ``allowed`` at this door; else 404.

    Once it is taken it leads ``back``, or wherever ``then`` says. ``initial`` is what the form begins with,
    where the address does not say. ``context`` goes to the template beside the
    form. What others did meanwhile is not shown to them, so they are not held up by it either: whether the
    step is still possible decides.
    """
    step = thing.flow.step_by_name.get(name)
    if name not in allowed or step is None or step.by_system:
        raise Http404(_("There is no such step."))
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None:
        data["version"] = ""
    asked = {key: value for key, value in request.GET.items() if step.ask(key)}
    tray = Tray.of_step(request, thing, actor.key)
    files = tray.along(request)
    tried = attempt(thing, name, actor, data=data, files=files, initial={**(initial or {}), **asked})
    if tried.done:
        tray.clear()
        if then is not None:
            return then(tried)
        messages.success(request, _("Done: %(step)s.") % {"step": step.label})
        return redirect(back)
    told = {"shell": "web/resident.html", "thing": thing, "tried": tried, "written": written(tried)}
    told["photos"] = tray.keep(request, tried.form) if tried.goes_on else []
    told |= {"back": back, "back_label": back_label}
    return render(request, "orders/step.html", told | context, status=tried.status)


def known_times(order: Order) -> dict[str, object]:
    """What the form that changes the wanted times begins with: the first two as they are."""
    windows = list(order.windows.all()[:2])
    names = (("since", "until"), ("since_2", "until_2"))
    return {
        name: getattr(window, end)
        for window, pair in zip(windows, names, strict=False)
        for name, end in zip(pair, ("since", "until"), strict=True)
    }


def written(tried: Attempt) -> list[tuple[object, object]]:
    """What was typed into a form that can't be sent any more, by label."""
    if tried.refusal is None or not tried.form.is_bound:
        return []
    fields = [tried.form[ask.name] for ask in tried.step.asks if ask.kind in ("text", "long_text")]
    return [(field.label, field.value()) for field in fields if field.value()]
