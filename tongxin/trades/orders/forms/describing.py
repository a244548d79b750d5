"""What a volunteer says of themselves: strengths, likings, languages, usual times, places."""

from datetime import time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.flows.written import time_field
from tongxin.ground.territory.picking import PicksPlaces, PlaceField
from tongxin.trades.orders.choices import Tongue, Weekday
from tongxin.trades.orders.forms.refusing import TakesRefusals
from tongxin.trades.orders.models import ServiceKind, Skill, Volunteer
from tongxin.trades.orders.models.volunteer import MOST_OPEN

PARTS_OF_DAY = (
    (_("morning"), time(8), time(12)),
    (_("afternoon"), time(13), time(18)),
    (_("evening"), time(18), time(21)),
)
Usual = tuple[int, time, time]


def slot(usual: Usual) -> str:
    """A usual time as the value of a tick box: ``6 09:00 11:30``."""
    day, since, until = usual
    return f"{day} {since:%H:%M} {until:%H:%M}"


def usual(value: str) -> Usual:
    """The usual time of a tick box."""
    day, since, until = value.split(" ")
    return int(day), time.fromisoformat(since), time.fromisoformat(until)


class AbilitiesForm(TakesRefusals, PicksPlaces):
    """Strengths, likings, languages and usual times: for joining, and later on."""

    skills = forms.MultipleChoiceField(
        label=_("What can you do?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For some of it the community looks at a paper first; it counts from then on."),
    )
    interests = forms.MultipleChoiceField(
        label=_("What do you like doing?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    tongues = forms.MultipleChoiceField(
        label=_("What else do you speak?"),
        required=False,
        choices=Tongue.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    hours = forms.MultipleChoiceField(
        label=_("When do you usually have time?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You still choose each time; it only helps to show you what suits."),
    )
    own_day = forms.TypedChoiceField(
        label=_("Another time: on"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("no other time")), *Weekday.choices],
    )
    own_since = time_field(_("from"), required=False)
    own_until = time_field(_("to"), required=False)
    most_open = forms.IntegerField(
        label=_("How much at a time, at most?"),
        min_value=1,
        max_value=10,
        initial=MOST_OPEN,
        error_messages=dict.fromkeys(["min_value", "max_value"], _("Please choose between 1 and 10.")),
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )

    def __init__(self, home_path: str, known: list[Usual], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["skills"].choices = [(each.code, _skill(each)) for each in Skill.objects.all()]
        menu = ServiceKind.menu(home_path, timezone.localdate())
        self.fields["interests"].choices = [(each.code, each.title) for each in menu]
        self.fields["hours"].choices = _week(known)

    def clean(self) -> dict[str, Any]:
        """A time of one's own is whole or is not there."""
        cleaned = super().clean()
        own = [cleaned.get(name) for name in ("own_day", "own_since", "own_until")]
        if any(each is not None for each in own) and None in own:
            self.add_error("own_day", _("Please give the day, from when and till when."))
        return cleaned

    def said(self) -> dict[str, Any]:
        """As the actions take it."""
        cleaned = self.cleaned_data
        times = [usual(value) for value in cleaned["hours"]]
        if cleaned["own_day"] is not None:
            times.append((cleaned["own_day"], cleaned["own_since"], cleaned["own_until"]))
        return {name: cleaned[name] for name in ("skills", "interests", "tongues", "most_open")} | {
            "hours": times
        }

    def take(self, incomplete: Incomplete) -> None:
        """The time of one's own is what can overlap with the ticked ones."""
        errors = dict(incomplete.errors)
        if "hours" in errors and self.cleaned_data.get("own_day") is not None:
            errors["own_day"] = errors.pop("hours")
        super().take(Incomplete(errors))


class DescribeForm(AbilitiesForm):
    """The same of who is a volunteer already, with the places they also go to."""

    places = forms.MultipleChoiceField(
        label=_("Where else do you go?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    another = PlaceField(
        label=_("One more place"),
        required=False,
        help_text=_("Your own neighbourhood counts anyway. A community, an estate or a building."),
    )

    def __init__(self, volunteer: Volunteer, data: Any = None) -> None:
        known = [(each.weekday, each.since, each.until) for each in volunteer.hours.all()]
        self._places = {str(place.pk): place for place in volunteer.places.all()}
        initial = {
            "skills": volunteer.skills,
            "interests": volunteer.interests,
            "tongues": volunteer.tongues,
            "most_open": volunteer.most_open,
            "hours": [slot(each) for each in known],
            "places": list(self._places),
        }
        super().__init__(volunteer.home_path, known, data, initial=initial)
        self.fields["places"].choices = [(pk, place.full_name) for pk, place in self._places.items()]
        if not self._places:
            del self.fields["places"]

    def said(self) -> dict[str, Any]:
        kept = [self._places[pk] for pk in self.cleaned_data.get("places", [])]
        another = self.cleaned_data["another"]
        return super().said() | {"places": [*kept, another.place] if another else kept}


def _skill(skill: Skill) -> str:
    return gettext("%(skill)s (with a paper)") % {"skill": skill.title} if skill.proof else skill.title


def _week(known: list[Usual]) -> list[tuple[str, str]]:
    """Morning, afternoon and evening of each day, and the times of one's own among them."""
    offered = {
        (day, since, until): f"{label} {words}"
        for day, label in Weekday.choices
        for words, since, until in PARTS_OF_DAY
    }
    own = {
        each: f"{Weekday(each[0]).label} {each[1]:%H:%M}–{each[2]:%H:%M}"
        for each in known
        if each not in offered
    }
    return [(slot(each), words) for each, words in sorted((offered | own).items())]
