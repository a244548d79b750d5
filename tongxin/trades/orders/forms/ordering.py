"""The questions of an order: when, for whom, how to reach you."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.engine.flows.forms import ManyFilesField
from tongxin.ground.people import plausible
from tongxin.trades.orders import wanted
from tongxin.trades.orders.actions.intake import unrepeatable
from tongxin.trades.orders.choices import Rhythm, Tongue
from tongxin.trades.orders.wanted import Span

WINDOWS = 3
MORNING = time(9)
USUAL_LENGTH = timedelta(hours=3)


class WhenForm(forms.Form):
    """One to three times that would suit, once or again and again. ``cleaned_data`` has ``windows`` and
    ``repeats`` as ``actions.place_order`` takes them.
    """

    every_days = forms.TypedChoiceField(
        label=_("How often?"),
        choices=[(0, pgettext_lazy("how often", "Once")), *Rhythm.choices],
        coerce=int,
        initial=0,
        widget=forms.RadioSelect,
    )
    repeat_until = forms.DateField(
        label=_("If it comes again: until which day?"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: object, minutes: int = 0, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.minutes = minutes
        today = timezone.localdate()
        days = {"type": "date", "min": str(today), "max": str(today + wanted.FURTHEST)}
        until = (datetime.combine(today, MORNING) + max(USUAL_LENGTH, timedelta(minutes=minutes))).time()
        for number in range(1, WINDOWS + 1):
            self.fields[f"day_{number}"] = forms.DateField(
                label=pgettext_lazy("of a wanted time", "Day"),
                required=number == 1,
                error_messages={"required": _("Please say when it would suit you.")},
                widget=forms.DateInput(days, format="%Y-%m-%d"),
            )
            self.fields[f"since_{number}"] = _clock(_("from"), MORNING, required=number == 1)
            self.fields[f"until_{number}"] = _clock(_("to"), until, required=number == 1)

    @classmethod
    def asking_again(cls, windows: list[Span], repeats: object, *, minutes: int) -> "WhenForm":
        """The form as it was filled in before."""
        initial: dict[str, object] = {}
        for number, span in enumerate(windows[:WINDOWS], 1):
            since, until = (timezone.localtime(each) for each in span)
            initial |= {f"day_{number}": since.date(), f"since_{number}": since.time()}
            initial[f"until_{number}"] = until.time()
        if repeats:
            initial |= {"every_days": repeats[0], "repeat_until": repeats[1]}
        return cls(initial=initial or {"every_days": 0}, minutes=minutes)

    @property
    def answers(self) -> dict[str, object]:
        """What was answered, as a draft holds it."""
        every_days, until = self.cleaned_data["repeats"] or (0, "")
        times = [tuple(each.isoformat() for each in span) for span in self.cleaned_data["windows"]]
        return {"times": times, "every_days": every_days, "repeat_until": str(until)}

    def rows(self) -> list[dict[str, object]]:
        """The times as a page draws them: ``n``, ``day``, ``since``, ``until``; ``open`` where it is used."""
        return [
            {
                "n": number,
                **{part: self[f"{part}_{number}"] for part in ("day", "since", "until")},
                "open": number == 1 or bool(self[f"day_{number}"].value()),
            }
            for number in range(1, WINDOWS + 1)
        ]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        numbers = [number for number in range(1, WINDOWS + 1) if cleaned.get(f"day_{number}")]
        spans = [span for number in numbers if (span := self._span(number))]
        if self._said_well():
            for place, sentence in wanted.problems(spans, timezone.now(), self.minutes).items():
                self.add_error(f"day_{numbers[place] if numbers else 1}", sentence)
        every_days, until = cleaned.get("every_days") or 0, cleaned.get("repeat_until")
        repeats = (every_days, until) if every_days else None
        if every_days and until is None and "repeat_until" not in self.errors:
            self.add_error("repeat_until", _("Please say until which day it is wanted."))
        elif repeats and self._said_well():
            for field, sentence in unrepeatable(repeats, spans).items():
                self.add_error(field, sentence)
        return cleaned | {"windows": spans, "repeats": repeats}

    def _said_well(self) -> bool:
        """Whether nothing is wrong with the times so far, whatever else is."""
        parts = ("day_", "since_", "until_", "every_", "repeat_")
        return not any(name.startswith(parts) for name in self.errors)

    def _span(self, number: int) -> Span | None:
        day, since, until = (self.cleaned_data.get(f"{part}_{number}") for part in ("day", "since", "until"))
        if since is None or until is None:
            if self._said_well():
                self.add_error(f"day_{number}", _("Please give both the beginning and the end."))
            return None
        return tuple(timezone.make_aware(datetime.combine(day, clock)) for clock in (since, until))


class WhomForm(forms.Form):
    """For oneself or for a neighbour, and which door."""

    whom = forms.ChoiceField(
        label=_("For whom is it?"),
        choices=[("me", _("For myself")), ("other", _("For somebody else, whom I name"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please say for whom it is.")},
    )
    other_name = forms.CharField(label=_("Name of whom it is for"), required=False, max_length=40)
    other_phone = forms.CharField(
        label=_("Their telephone, if they have one"),
        required=False,
        max_length=20,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
    )
    address_note = forms.CharField(
        label=_("Which door, and what should be known?"),
        required=False,
        max_length=200,
        help_text=_("For example: third floor left, please ring twice."),
    )
    tongue = forms.ChoiceField(
        label=_("Does it need another language?"),
        choices=[("", _("No, it does not")), *Tongue.choices],
        required=False,
    )
    photos = ManyFilesField(
        label=_("Photos of what it is about"),
        required=False,
        help_text=_(
            "Only if they help; whoever comes sees them. We keep no place and no device data of a photo."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other_name"].asked_when = _("(if it is for somebody else)")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if cleaned.get("whom") == "other":
            if not cleaned.get("other_name") and "other_name" not in self.errors:
                self.add_error("other_name", _("Please write whom it is for."))
            _refuse_implausible(self, name="other_name", phone="other_phone")
        elif cleaned.get("whom") == "me":
            cleaned |= {"other_name": "", "other_phone": ""}
        return cleaned


class ReachForm(forms.Form):
    """Who orders, and how the time is agreed on."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=40,
        error_messages={"required": _("Please write your name, so that whoever comes can ask for you.")},
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=20,
        error_messages={"required": _("Please leave a telephone number, so that we can agree on the time.")},
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        _refuse_implausible(self, name="name", phone="phone")
        return cleaned


def _refuse_implausible(form: forms.Form, **fields: str) -> None:
    """The same sentences as where it is kept, while one still stands at the field."""
    given = {part: form.cleaned_data[field] for part, field in fields.items() if form.cleaned_data.get(field)}
    for part, sentence in plausible.problems(given).items():
        form.add_error(fields[part], sentence)


def _clock(label: object, initial: time, *, required: bool) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=required,
        error_messages={"required": _("Please give both the beginning and the end.")},
        initial=initial,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )
