"""What is said: whose turn, till when, what counts."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from tests.engine.flows.conftest import BELOW
from tests.engine.flows.errands import actions
from tests.engine.flows.errands.flow import FLOW
from tongxin.engine.flows import words
from tongxin.engine.flows.diagram import mermaid, page
from tongxin.engine.flows.selectors import clock_of, timeline

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def errand(people):
    return actions.ask(by=people.nobody, place_path=BELOW, now=NOW)


@pytest.mark.django_db
def test_till_when_and_what_counts(errand, people):
    clock = clock_of(errand)
    with translation.override("en"):
        assert str(words.due_words(errand, clock, NOW)) == "by Mon 23 Nov, 11:00 (counted in working hours)"
        assert str(words.due_words(errand, now=NOW)) == "by Mon 23 Nov, 11:00"
        assert str(words.due_words(errand, now=NOW + timedelta(hours=3))) == "was due Mon 23 Nov, 11:00"
        assert str(words.turn_words(errand)) == "the Community worker of this place"
    actions.drop(errand, by=people.desk, reason="No", now=NOW)
    assert (words.due_words(errand), words.turn_words(errand)) == ("", "")


@pytest.mark.django_db
def test_a_pause_says_what_is_left(errand, people):
    actions.take(errand, by=people.desk, speed="fast", now=NOW)
    actions.hold(errand, by=people.helper, reason="Nobody at home", now=NOW + timedelta(hours=2))
    with translation.override("en"):
        said = words.due_words(errand, clock_of(errand), NOW + timedelta(days=3))
        assert str(said) == "standing still; 12 working hours 30 minutes left"


@pytest.mark.django_db
def test_rows_in_one_line(errand, people):
    actions.take(errand, by=people.desk, speed="fast", now=NOW)
    with translation.override("en"):
        assert [str(words.row_words(FLOW, row)) for row in timeline(errand)] == [
            "Begun → Asked",
            "Take → Doing",
        ]


@pytest.mark.parametrize(
    ("minutes", "unit", "said"),
    [
        (200, "work_hour", "3 working hours 20 minutes"),
        (60, "urgent_hour", "1 hour"),
        (0, "work_day", "0 minutes"),
        (61, "natural_hour", "1 hour 1 minute"),
    ],
)
def test_amounts(minutes, unit, said):
    with translation.override("en"):
        assert words.amount_words(timedelta(minutes=minutes), unit) == said


def test_the_diagram_follows_the_table():
    lines = mermaid(FLOW).splitlines()
    assert lines[0] == "stateDiagram-v2"
    arrows = {line.strip() for line in lines if "-->" in line}
    assert {"[*] --> asked", "asked --> doing: take", "doing --> asked: lapse", "done --> [*]"} <= arrows
    assert len(arrows) == 1 + 2 + sum(
        end != state.name
        for state in FLOW.states
        for step in FLOW.steps_from(state.name)
        for end in FLOW.ends(step, state.name)
    )


def test_the_page_names_who_may_take_each_step():
    text = page(FLOW)
    assert "| `take` | Take | asked | doing | the Community worker of this place or the helper |" in text
    assert "An errand can be asked for again within 14 days." in text


@pytest.mark.parametrize(
    ("amount", "unit", "english", "chinese"),
    [
        ("1.00", "work_day", "1 working day", "1 个工作日"),
        ("10", "work_day", "10 working days", "10 个工作日"),
        ("1.5", "work_hour", "1.5 working hours", "1.5 个工作小时"),
        ("0.50", "urgent_hour", "30 minutes", "30 分钟"),
        ("24.00", "natural_hour", "24 hours", "24 小时"),
        ("1", "natural_day", "1 day", "1 天"),
    ],
)
def test_promised_time_is_said_as_one_would(amount: str, unit: str, english: str, chinese: str) -> None:
    with translation.override("en"):
        assert words.promised_words(Decimal(amount), unit) == english
    with translation.override("zh-hans"):
        assert words.promised_words(Decimal(amount), unit) == chinese
