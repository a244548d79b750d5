"""Days, times and moments as people write them, in whatever language the browser speaks."""

import datetime as dt

import pytest
from django import forms
from django.utils import timezone

from tongxin.engine.flows.written import day_field, moment_field, time_field

DAY = dt.date(2026, 11, 2)


class Form(forms.Form):
    day = day_field("Day", required=False)
    time = time_field("Time", required=False)
    moment = moment_field("Moment", required=False)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-02",
        "2026-11-2",
        "2026/11/2",
        "2026.11.02",
        "20261102",
        "2026年11月2日",
        "２０２６－１１－０２",
    ],
)
def test_a_day_is_read_as_people_write_it(written: str) -> None:
    form = Form({"day": written})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == DAY


@pytest.mark.parametrize("written", ["08:30", "8:30", "0830", "8点30分", "８：３０", "08:30:00"])
def test_a_time_is_read_as_people_write_it(written: str) -> None:
    form = Form({"time": written})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["time"] == dt.time(8, 30)


@pytest.mark.parametrize(
    "written",
    ["2026-11-02 17:00", "2026-11-02T17:00", "2026年11月2日 17点", "2026年11月2日17:00", "20261102 1700"],
)
def test_a_moment_is_of_the_zones_time(written: str) -> None:
    form = Form({"moment": written})
    assert form.is_valid(), form.errors
    zone = timezone.get_current_timezone()
    assert form.cleaned_data["moment"] == dt.datetime(2026, 11, 2, 17, tzinfo=zone)


@pytest.mark.parametrize(
    ("name", "written", "example"),
    [
        ("day", "11/02/2026", "2026-11-22"),
        ("day", "2026-02-30", "2026-11-22"),
        ("time", "25:00", "08:30"),
        ("moment", "tomorrow", "2026-11-22 17:00"),
    ],
)
def test_what_cannot_be_read_is_kept_beside_an_example(name: str, written: str, example: str) -> None:
    """Month and day are never guessed."""
    form = Form({name: written})
    [sentence] = form.errors[name]
    assert example in sentence
    assert f'value="{written}"' in str(form[name])


def test_what_is_known_is_shown_in_the_same_pattern_in_both_languages() -> None:
    moment = dt.datetime(2026, 11, 2, 17, tzinfo=timezone.get_current_timezone())
    form = Form(initial={"day": DAY, "time": dt.time(8, 30), "moment": moment})
    shown = [str(form[name]) for name in ("day", "time", "moment")]
    for html, value, picker in zip(
        shown,
        ("2026-11-02", "08:30", "2026-11-02 17:00"),
        ("date", "time", "datetime-local"),
        strict=True,
    ):
        assert f'value="{value}"' in html
        assert f'data-written="{picker}"' in html
        assert 'type="text"' in html
