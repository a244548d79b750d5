"""Invented samples for the gallery: each component in each of its states, in the reader's language."""

from datetime import datetime, timedelta

import segno
from django import forms
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongxin.doors.web import tokens
from tongxin.engine.flows.forms import ManyFilesField
from tongxin.engine.flows.written import day_field, moment_field, time_field
from tongxin.ground.territory.picking import PicksPlaces, PlaceField
from tongxin.ground.territory.selectors import places

LONG = gettext_lazy(
    "The lift of stairwell 2 has stopped three times this week between the ninth and the tenth floor; "
    "on Tuesday evening an old neighbour was in it for more than forty minutes, and nobody answered the "
    "emergency call. The property company says that the part is ordered, but it has been saying so since "
    "the spring."
)


class SampleForm(forms.Form):
    """One field of every kind."""

    what = forms.CharField(
        label=gettext_lazy("What happened?"),
        help_text=gettext_lazy("In your own words. A few sentences are enough."),
        widget=forms.Textarea({"rows": 4}),
    )
    phone = forms.CharField(
        label=gettext_lazy("How can we reach you?"),
        required=False,
        widget=forms.TextInput({"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=[
            ("lift", gettext_lazy("Lift")),
            ("water", gettext_lazy("Water and pipes")),
            ("other", gettext_lazy("Something else")),
        ],
        widget=forms.RadioSelect,
    )
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Who is called in?"),
        choices=[
            ("property", gettext_lazy("Bright Pearl property company")),
            ("housing", gettext_lazy("Housing office")),
            ("long", LONG),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("How urgent?"),
        choices=[
            ("", "—"),
            ("urgent", gettext_lazy("As soon as possible")),
            ("normal", gettext_lazy("Normal")),
        ],
    )
    day = day_field(gettext_lazy("Since when?"), required=False)
    until = moment_field(gettext_lazy("Until when do you need?"), required=False)
    opens = time_field(gettext_lazy("Opens"), required=False)
    photos = ManyFilesField(
        label=gettext_lazy("Photos"),
        help_text=gettext_lazy("Not needed. What the photo says about where it was taken is removed."),
        required=False,
    )
    file = forms.FileField(label=gettext_lazy("Table"), required=False)
    agree = forms.BooleanField(label=gettext_lazy("The unit may telephone me"), required=False)


class SampleFilter(forms.Form):
    """The fields of a filter bar."""

    q = forms.CharField(
        label=gettext_lazy("Search"), required=False, widget=forms.TextInput({"type": "search"})
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("all")), ("open", gettext_lazy("open")), ("late", gettext_lazy("late"))],
    )


class SamplePlace(PicksPlaces):
    """A place, chosen among all there are."""

    where = PlaceField(label=gettext_lazy("Where is it?"), required=False)


def alone(*names: str) -> list[forms.BoundField]:
    """These fields as they are at first, and as they are when something is wrong with them."""
    plain, wrong = SampleForm(auto_id=f"{names[0]}_plain_%s"), SampleForm({}, auto_id=f"{names[0]}_wrong_%s")
    for name in names:
        wrong.add_error(name, _("Please look at this once more."))
    return [form[name] for form in (plain, wrong) for name in names]


def steps_offered() -> list[dict[str, object]]:
    return [
        {"label": _("Whistle"), "href": "#steps", "allowed": True, "primary": True},
        {"label": _("Ask the resident"), "href": "#steps", "allowed": True},
        {
            "label": _("Close"),
            "allowed": False,
            "reason": _("Two units have not answered yet; it can be closed when they have."),
        },
    ]


def story(now: datetime) -> list[dict[str, object]]:
    """A short life, as a timeline tells it."""
    return [
        {"at": now - timedelta(days=3, hours=2), "title": _("You told us"), "note": LONG, "tone": "done"},
        {"at": now - timedelta(days=3), "title": _("The community took it on"), "who": _("community worker")},
        {
            "at": now - timedelta(hours=20),
            "title": _("The property company has not come in time"),
            "tone": "late",
        },
        {"at": now - timedelta(minutes=12), "title": _("The property company is there")},
    ]


def swatches() -> list[dict[str, object]]:
    """Every colour with its name, value and contrast to the paper."""
    values = tokens.named()
    return [
        {"name": name, "value": value, "contrast": round(tokens.contrast(value, values["paper"]), 1)}
        for name, value in values.items()
        if len(value) == 7 and value.startswith("#")
    ]


def sizes() -> list[dict[str, object]]:
    """Type, space, corners and motion: ``{name, normal, large}``."""
    normal, large = tokens.named(), tokens.named(large=True)
    left_out = ("font", "mono", "shade")
    return [
        {"name": name, "normal": value, "large": large[name]}
        for name, value in normal.items()
        if not value.startswith("#") and name not in left_out
    ]


def instead() -> list[dict[str, object]]:
    """What stands where content would be: every kind, with what it says."""
    return [
        {
            "kind": "empty",
            "title": _("Nothing is due."),
            "text": _("What your community is told appears here, the next due first."),
            "href": "#instead",
            "label": _("Write down a report"),
        },
        {"kind": "loading"},
        {"kind": "partial", "title": _("Shown are the first 200; narrow the list down to see the rest.")},
        {
            "kind": "error",
            "title": _("The list could not be read."),
            "text": _("Nothing was changed. Please try again in a moment."),
            "href": "#instead",
            "label": _("Try again"),
        },
        {
            "kind": "no_right",
            "title": _("The names are not yours to see."),
            "text": _("Only the community that takes the call may see them; ask its dispatcher."),
        },
        {
            "kind": "offline",
            "title": _("There is no signal at the moment."),
            "text": _("What you wrote is kept on this device and is sent once the signal is back."),
        },
    ]


def spots() -> list[dict[str, object]]:
    """Lines with a mark each, spread over the territory: every kind, and two at one spot. Five queries."""
    found = places().exclude(point_lat=None).order_by("path")
    size = found.count()
    here = [found[size * part // 4] for part in range(4)] if size else []
    kinds = ["proposed", "agreed", "short", "proposed"]
    lines = [*zip(here, kinds, strict=False), *zip(here[3:], kinds[1:], strict=False)]
    return [
        {"at": f"{place.point_lat:.6f} {place.point_lng:.6f}", "kind": kind, "place": place}
        | {"said": f"352 014 88{number} {_('Somebody who comes along')}"}
        for number, (place, kind) in enumerate(lines)
    ]


def samples() -> dict[str, object]:
    """Everything ``web/gallery.html`` shows."""
    now = timezone.now()
    return {
        "now": now,
        "soon": now + timedelta(hours=5),
        "later": now + timedelta(days=9),
        "past": now - timedelta(hours=6),
        "long": LONG,
        "swatches": swatches(),
        "sizes": sizes(),
        "instead": instead(),
        "many": range(1, 61),
        "form": SampleForm(),
        "filled": SampleForm(
            {"what": LONG, "phone": "138 0000 0000", "kind": "lift", "units": ["property"], "agree": "on"}
            | {"day": "2026-11-22", "until": "2026-11-22 17:00", "opens": "08:30"},
            prefix=None,
            auto_id="filled_%s",
        ),
        "choices": alone("kind", "units", "urgency"),
        "uploads": alone("photos", "file"),
        "spots": spots(),
        "place_form": SamplePlace(auto_id="place_%s"),
        "wrong": SampleForm(
            {"what": "", "kind": "", "day": "11-22", "until": "soon", "opens": "8 o'clock"},
            auto_id="wrong_%s",
        ),
        "filter": SampleFilter(auto_id="filter_%s"),
        "timeline": story(now),
        "offers": steps_offered(),
        "trail": [
            {"label": _("Desk"), "href": "/desk/"},
            {"label": _("Queue"), "href": "/desk/"},
            {"label": "352 014 887"},
        ],
        "tabs": [
            {"label": _("Due"), "href": "#tabs", "current": True, "count": 12},
            {"label": _("Waiting for others"), "href": "#tabs", "count": 0},
            {"label": _("Everything"), "href": "#tabs"},
            {"label": LONG[:60], "href": "#tabs", "count": 99999},
        ],
        "stepper": [_("What happened"), _("Where"), _("How to reach you"), _("Check and send")],
        "facts": [
            {"label": _("Number"), "value": "352 014 887"},
            {"label": _("Place"), "value": _("Sample community, building 3, stairwell 2"), "href": "#facts"},
            {"label": _("What happened"), "value": LONG},
            {"label": _("Unit"), "value": None},
        ],
        "doors": [
            {
                "label": _("Report a problem"),
                "note": _("Something is broken or wrong here."),
                "primary": True,
            },
            {"label": _("See how far it is"), "note": LONG},
        ],
        "qr": mark_safe(segno.make("/p/7KQ2M9XAHT").svg_inline(border=4, omitsize=True)),  # noqa: S308
    }
