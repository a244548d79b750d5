"""Components drawn once: kept for the same values, and only for those."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import engines
from django.template.context import Context
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from tongxin.doors.web import drawing

TEMPLATES = Path("tongxin").rglob("templates/**/*.html")
NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def draw(name: str, **values: object) -> str:
    context = Context()
    context.template = engines["django"].engine.from_string("")
    return drawing.draw(context, name, values)


def test_same_values_are_drawn_once() -> None:
    assert draw("state_mark", label="late", tone="late") is draw("state_mark", label="late", tone="late")


def test_component_that_does_not_say_so_is_drawn_each_time() -> None:
    assert draw("pager", said="1–2") is not draw("pager", said="1–2")


def test_other_values_are_drawn_anew() -> None:
    assert "late" in draw("state_mark", label="late", tone="late")
    assert "done" in draw("state_mark", label="done", tone="late")


def test_text_is_escaped_although_the_same_was_safe_before() -> None:
    assert "<b>x</b>" in draw("state_mark", label=mark_safe("<b>x</b>"), tone="new")
    assert "&lt;b&gt;x&lt;/b&gt;" in draw("state_mark", label="<b>x</b>", tone="new")


def test_each_language_has_its_own() -> None:
    with override("zh-hans"):
        chinese = draw("due_mark", due=None)
    with override("en"):
        english = draw("due_mark", due=None)
    assert "no limit" in english
    assert "no limit" not in chinese


def test_lazy_words_follow_the_language() -> None:
    word = gettext_lazy("Urgent")
    with override("zh-hans"):
        chinese = draw("state_mark", label=word, tone="new")
    with override("en"):
        english = draw("state_mark", label=word, tone="new")
    assert "Urgent" in english
    assert "Urgent" not in chinese


def test_today_is_not_today_tomorrow() -> None:
    with override("en"):
        with time_machine.travel(NOON, tick=False):
            assert "today 12:00" in draw("due_mark", due=NOON)
        with time_machine.travel(NOON.replace(day=24), tick=False):
            assert "yesterday 12:00" in draw("due_mark", due=NOON)


def test_value_that_may_change_is_not_kept() -> None:
    label = ["new"]
    assert "new" in draw("state_mark", label=label)
    label[0] = "old"
    assert "old" in draw("state_mark", label=label)


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "_kept", {})
    monkeypatch.setattr(drawing, "MOST_KEPT", 10)
    for number in range(25):
        draw("state_mark", label=str(number), tone="new")
    assert len(drawing._kept) == 5


def test_what_is_drawn_once_knows_no_request_no_form_and_no_minutes() -> None:
    """The values, the language and the day are all that a kept drawing may depend on."""
    once = {path: text for path in TEMPLATES if "{% drawn_once %}" in (text := path.read_text())}
    assert {path.name for path in once} >= {"row.html", "state_mark.html", "due_mark.html"}
    outside = re.compile(r"\b(request|csrf_token|proof|now|ago|user|messages|get_current_language)\b|\|ago")
    said = {
        path: re.sub(r"{% comment %}.*?{% endcomment %}", "", text, flags=re.S) for path, text in once.items()
    }
    assert {str(path): found[0] for path, text in said.items() if (found := outside.search(text))} == {}


def test_many_are_drawn_as_one_by_one() -> None:
    rows = [{"label": "new", "tone": "new"}, {"label": "<b>", "tone": "late"}]
    context = Context()
    context.template = engines["django"].engine.from_string("")
    assert drawing.draw_all(context, "state_mark", rows) == "".join(draw("state_mark", **row) for row in rows)


def test_what_its_page_answers_for_is_drawn_once_whatever_else_it_is_given() -> None:
    first = draw("pager", said=["1–2"], same_for=("page", 1))
    assert draw("pager", said=["3–4"], same_for=("page", 1)) is first
    assert "3–4" in draw("pager", said=["3–4"], same_for=("page", 2))
    with override("en"):
        assert "3–4" in draw("pager", said=["3–4"], same_for=("page", 1))
