"""Days, hours and moments as people write them.

A browser's own date field speaks the browser's language and order, whatever the page's. So these are text, in one
pattern for both languages, read leniently (``20261122``, ``2026/11/22``, ``2026年11月22日``, full-width digits); the
browser's picker stays, behind a button, where a script can open it.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日")
_TIMES = ("%H:%M", "%H.%M", "%H:%M:%S", "%H%M", "%H点%M分", "%H点", "%H时%M分", "%H时")
_BETWEEN = (" ", "T", "")


class _Picked:
    """An input beside a button that opens the browser's ``picker``: date, time or datetime-local."""

    template_name = "web/widgets/written.html"
    picker = pattern = ""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        usual = {"autocomplete": "off", "inputmode": "numeric"}
        super().__init__({**usual, **(attrs or {})}, format=self.pattern)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["picker"] = self.picker
        return context


class DayInput(_Picked, forms.DateInput):
    picker, pattern = "date", "%Y-%m-%d"


class TimeInput(_Picked, forms.TimeInput):
    picker, pattern = "time", "%H:%M"


class MomentInput(_Picked, forms.DateTimeInput):
    picker, pattern = "datetime-local", "%Y-%m-%d %H:%M"


class _Read:
    """Full-width digits and signs count as plain ones."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(unicodedata.normalize("NFKC", value) if isinstance(value, str) else value)


class _Day(_Read, forms.DateField):
    pass


class _Time(_Read, forms.TimeField):
    pass


class _Moment(_Read, forms.DateTimeField):
    pass


def day_field(label: object, **options: Any) -> forms.DateField:
    """A day: 2026-06-01."""
    said = {"invalid": _("Please write the day as year-month-day, for example 2026-11-22.")}
    options = _with(options, _("For example 2026-11-22"), said)
    return _Day(label=label, widget=DayInput, input_formats=_DAYS, **options)


def time_field(label: object, **options: Any) -> forms.TimeField:
    """A time of day, 24 hours: 08:30."""
    said = {"invalid": _("Please write the time in 24 hours, for example 08:30.")}
    options = _with(options, _("For example 08:30"), said)
    return _Time(label=label, widget=TimeInput, input_formats=_TIMES, **options)


def moment_field(label: object, **options: Any) -> forms.DateTimeField:
    """A day with a time, in the zone's time: 2026-06-01 17:00."""
    said = {"invalid": _("Please write day and time, for example 2026-11-22 17:00.")}
    options = _with(options, _("For example 2026-11-22 17:00"), said)
    formats = [f"{day}{gap}{time}" for day in _DAYS for gap in _BETWEEN for time in _TIMES]
    return _Moment(label=label, widget=MomentInput, input_formats=formats, **options)


def _with(options: dict[str, Any], example: object, said: dict[str, object]) -> dict[str, Any]:
    """An example to follow where there is no other help, and a sentence for what cannot be read."""
    helped = options.get("help_text") or example
    return {**options, "help_text": helped, "error_messages": {**said, **options.get("error_messages", {})}}
