"""Forms of the calendar and of promises. Each knows the one action it leads to."""

from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.doors.web.wording import full_day
from tongxin.engine.flows import actions, registry
from tongxin.engine.flows.actions.promises import BeginsLater
from tongxin.engine.flows.clock import FIRST_DAY, LAST_DAY, refuse_amount
from tongxin.engine.flows.models import Promise, Unit
from tongxin.engine.flows.rights import holds_everywhere
from tongxin.engine.flows.words import promise_words
from tongxin.engine.flows.written import day_field, time_field
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import scope_q
from tongxin.ground.territory.models import Place

WEEK = [
    (1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday")),
    (5, _("Friday")), (6, _("Saturday")), (7, _("Sunday")),
]  # fmt: skip
PLACES = ("street", "community")
CALENDAR_COVERS = _("The calendar covers the years 2000 to 2059.")


class DayField(forms.Form):
    date = day_field(_("Day"))

    def clean_date(self) -> Any:
        day = self.cleaned_data["date"]
        if not FIRST_DAY <= day < LAST_DAY:
            raise forms.ValidationError(CALENDAR_COVERS)
        return day


class DayForm(DayField):
    """A day that differs from the weekly rule."""

    working = forms.TypedChoiceField(
        label=_("On this day"),
        choices=[("no", _("offices are closed (holiday)")), ("yes", _("offices are open (make-up day)"))],
        coerce="yes".__eq__,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("Name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=60, required=False)
    source = forms.CharField(label=_("By which announcement"), max_length=200, required=False)

    def carry_out(self, by: Actor) -> int:
        """How many due moments moved."""
        facts = dict(self.cleaned_data)
        return actions.set_calendar_day(facts.pop("date"), by=by, **facts)


class HoursForm(DayField):
    """The weekly rule from a day on: at most two spans a day."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Working days"), choices=WEEK, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    opens = time_field(_("Opens"))
    pause_from = time_field(_("Midday break from"), required=False)
    pause_to = time_field(_("Midday break until"), required=False)
    closes = time_field(_("Closes"))

    def carry_out(self, by: Actor) -> int:
        """How many due moments moved. ValueError when the times are not in order or a later rule exists."""
        facts = self.cleaned_data
        edges = [facts["opens"], facts["pause_from"], facts["pause_to"], facts["closes"]]
        kept = [f"{edge:%H:%M}" for edge in edges if edge is not None]
        if len(kept) == 3:
            raise ValueError("half a break")
        spans = list(zip(kept[::2], kept[1::2], strict=True))
        return actions.set_working_hours(facts["date"], by=by, spans=spans, weekdays=facts["weekdays"])


class PromiseForm(forms.Form):
    """A new dated promise, at a place the actor may decide for."""

    what = forms.ChoiceField(label=_("Promise"))
    place = forms.ModelChoiceField(label=_("Place"), queryset=Place.objects.none(), required=False)
    category_path = forms.ChoiceField(label=_("Category"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), required=False)
    amount = forms.DecimalField(
        label=_("Amount"), max_digits=8, decimal_places=4, min_value=Decimal("0.0167"), localize=False
    )
    unit = forms.ChoiceField(label=_("What counts"), choices=Unit.choices)
    remind = forms.IntegerField(
        label=_("Remind when this share of the time is left, in percent (0: never)"),
        min_value=0,
        max_value=99,
        initial=20,
    )
    source = forms.CharField(label=_("By which rule"), max_length=300, required=False)
    since = day_field(
        _("From which day"), required=False, help_text=_("Leave empty for: at once. For example 2026-11-22")
    )
    move_running = forms.BooleanField(label=_("Also move what is running already"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [
            (f"{flow.name}.{name}", promise_words(flow, name))
            for flow in registry.flows()
            for name in dict.fromkeys(state.promise for state in flow.states if state.promise)
        ]
        self.models = {flow.name: registry.model_of(flow.noun) for flow in registry.flows()}
        self.titles = {name: model.category_titles() for name, model in self.models.items()}
        categories = {path: title for titles in self.titles.values() for path, title in titles.items()}
        urgencies = {u: w for model in self.models.values() for u, w in model.urgency_titles.items()}
        self.fields["category_path"].choices = [("", _("all")), *categories.items()]
        self.fields["urgency"].choices = [("", _("all")), *urgencies.items()]
        place = self.fields["place"]
        place.queryset = Place.objects.filter(
            scope_q(actor, "promise.edit", "path"), level__code__in=PLACES
        ).order_by("path")
        place.required = not holds_everywhere(actor, "promise.edit")
        place.empty_label = _("Please choose") if place.required else _("everywhere")

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        self._refuse_strange_terms(facts)
        facts["since"] = self._since(facts)
        if "amount" in facts and "unit" in facts:
            try:
                refuse_amount(facts["amount"], facts["unit"])
            except ValueError:
                self.add_error("amount", _("Days are counted whole."))
        return facts

    def _refuse_strange_terms(self, facts: dict[str, Any]) -> None:
        """Categories and urgencies are those of the chosen flow."""
        flow = facts.get("what", "").partition(".")[0]
        if flow and facts.get("category_path") and facts["category_path"] not in self.titles[flow]:
            self.add_error("category_path", _("This promise knows no such category."))
        if flow and facts.get("urgency") and facts["urgency"] not in self.models[flow].urgency_titles:
            self.add_error("urgency", _("This promise knows no such urgency."))

    def _since(self, facts: dict[str, Any]) -> datetime:
        """The moment from which it holds: now, or when a later day begins."""
        now, day = timezone.now(), facts.get("since")
        if day is None or day == timezone.localdate(now):
            return now
        if day < timezone.localdate(now):
            self.add_error("since", _("A promise is not made for days that are over."))
        elif day >= LAST_DAY:
            self.add_error("since", CALENDAR_COVERS)
        elif facts.get("move_running"):
            said = _("What is running can be moved only by a promise that holds at once.")
            self.add_error("move_running", said)
        return timezone.make_aware(datetime.combine(day, time.min))

    def carry_out(self, by: Actor) -> Promise | None:
        """None, with the reason at the field, where a row that begins later is entered already."""
        facts = dict(self.cleaned_data)
        flow, _dot, name = facts.pop("what").partition(".")
        place = facts.pop("place")
        share = Decimal(facts.pop("remind")) / 100
        place_path = place.path if place else ""
        try:
            return actions.set_promise(
                by=by, flow=flow, name=name, place_path=place_path, early_share=share, **facts
            )
        except BeginsLater as later:
            said = _("One that begins on %(day)s is entered already; this one has to begin then or later.")
            self.add_error("since", said % {"day": full_day(later.since)})
            return None
