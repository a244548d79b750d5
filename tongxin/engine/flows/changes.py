"""What others did while somebody was writing: each step by whom, and what it answered, in words."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tongxin.engine.flows import guard
from tongxin.engine.flows.models import Flowing, Journal
from tongxin.engine.flows.steps import Attempt
from tongxin.engine.flows.storyline import Moment, who_of
from tongxin.engine.flows.table import Ask
from tongxin.engine.flows.words import row_words
from tongxin.ground.posts.actors import Actor

MOST = 8
TEXTS = ("text", "long_text")


def changes(thing: Flowing, rows: Iterable[Journal], actor: Actor) -> list[Moment]:
    """The steps of these rows, the latest last, at most eight. A query for each list that was chosen from."""
    latest = list(rows)[-MOST:]
    return [
        Moment(
            row.at, str(row_words(thing.flow, row)), "\n".join(_answers(thing, row, actor)), who=who_of(row)
        )
        for row in latest
    ]


def after_refusal(thing: Flowing, tried: Attempt, actor: Actor) -> dict[str, object]:
    """For the page of a step that was refused: what others did meanwhile, why the step is out of the question
    now if it is, and what was written.
    """
    thing.refresh_from_db()
    barred = guard.whose(thing, tried.step, actor) or guard.moment(thing, tried.step, timezone.now())
    written = [
        (tried.form[ask.name].label, tried.form[ask.name].value())
        for ask in tried.step.asks
        if ask.kind in TEXTS and tried.form[ask.name].value()
    ]
    meanwhile = changes(thing, tried.difference.steps, actor) if tried.difference else []
    return {"barred": barred, "written": written, "changes": meanwhile}


def _answers(thing: Flowing, row: Journal, actor: Actor) -> list[str]:
    """What the step was answered with: "Urgency: normal → urgent"; the note as it was written."""
    step = thing.flow.step_by_name.get(row.step)
    said = [_said(ask, row.data, thing, actor) for ask in step.asks if ask.name in row.data] if step else []
    return [line for line in [*said, row.note] if line]


def _said(ask: Ask, data: dict[str, Any], thing: Flowing, actor: Actor) -> str:
    names = {str(value): str(label).strip() for value, label in ask.offers(thing, actor) or ()}
    now, was = _words(data[ask.name], names), _words(data.get("was", {}).get(ask.name), names)
    if not now or was == now:
        return ""
    changed = _("%(was)s → %(now)s") % {"was": was, "now": now} if was else now
    return _("%(label)s: %(answer)s") % {"label": ask.label, "answer": changed}


def _words(value: Any, names: dict[str, str]) -> str:
    given = value if isinstance(value, list) else [value]
    return _(", ").join(names.get(str(each), str(each)) for each in given if each not in (None, ""))
