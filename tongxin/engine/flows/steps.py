"""The single step view, short of its page: give it the request's data, get back what to show.

tried = attempt(case, name, request.actor, data=request.POST or None, files=request.FILES)
if tried.done:
    return redirect(case)
return render(request, "cases/step.html", {"case": case, "tried": tried}, status=tried.status)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from tongxin.engine.flows import guard
from tongxin.engine.flows.forms import StepForm, step_form
from tongxin.engine.flows.models import Flowing
from tongxin.engine.flows.refusals import AlreadyTaken, Conflict, Difference, Incomplete, NotYours, Refused
from tongxin.engine.flows.table import Step
from tongxin.ground.posts.actors import Actor


@dataclass
class Attempt:
    """A step on its way: ``done``, or a form to show again with what was typed.

    ``refusal`` is why it cannot be done at all, ``difference`` what somebody else changed meanwhile,
    ``result`` what the action returned. ``status`` is the HTTP status of the page that shows it.
    """

    step: Step
    form: StepForm
    done: bool = False
    result: Any = None
    refusal: Refused | None = None
    difference: Difference | None = None
    status: int = 200

    @property
    def goes_on(self) -> bool:
        """Whether it was tried and not taken, and may be sent again as it is or put right."""
        return self.form.is_bound and not self.done and (self.refusal is None or self.difference is not None)


def attempt(
    thing: Flowing,
    name: str,
    actor: Actor,
    *,
    data: Mapping[str, Any] | None = None,
    files: MultiValueDict | None = None,
    initial: Mapping[str, Any] | None = None,
    now: datetime | None = None,
) -> Attempt:
    """Offer the form of a step, or take the step with ``data``. KeyError when the flow has no such step.

    The same submission twice counts as done. After a conflict the form keeps what was typed and carries the
    new version, so that sending it again is a decision made in knowledge of the change.
    """
    step = thing.flow.step(name)
    form = step_form(step, thing, actor, data, files if data is not None else None, initial)
    tried = Attempt(step, form)
    refusal = guard.whose(thing, step, actor)
    if data is None:
        refusal = refusal or guard.moment(thing, step, now or timezone.now())
    if refusal or data is None:
        return _refused(tried, refusal) if refusal else tried
    if not form.is_valid():
        tried.status = 422
        return tried
    return _take(tried, thing, actor)


def _take(tried: Attempt, thing: Flowing, actor: Actor) -> Attempt:
    form = tried.form
    known = {"version": form.cleaned_data["version"], "client_key": form.cleaned_data["client_key"]}
    try:
        tried.result = thing.flow.action(tried.step.name)(thing, by=actor, **known, **form.answers)
    except AlreadyTaken:
        tried.done = True
    except Incomplete as incomplete:
        for field, sentence in incomplete.errors.items():
            form.add_error(field if field in form.fields else None, sentence)
        tried.status = 422
    except Refused as refusal:
        return _refused(tried, refusal)
    else:
        tried.done = True
    return tried


def _refused(tried: Attempt, refusal: Refused) -> Attempt:
    tried.refusal = refusal
    tried.status = 403 if isinstance(refusal, NotYours) else 409
    if isinstance(refusal, Conflict):
        tried.difference = refusal.difference
        form = tried.form
        form.data = form.data.copy()
        form.data["version"] = str(refusal.difference.version)
    return tried
