"""The forms of residents and of the desk that are not steps of a flow."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.forms import ManyFilesField
from tongxin.ground.people import plausible
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.picking import point_of


class WhatForm(forms.Form):
    """What happened, in words and pictures."""

    text = forms.CharField(
        label=_("What happened?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        error_messages={"required": _("Please say in a few words what it is about.")},
    )
    photos = ManyFilesField(
        label=_("Photos"),
        required=False,
        help_text=_("Only if they help. We keep no place and no device data of a photo."),
    )


class ExactlyForm(forms.Form):
    """Where exactly, beyond what the code or the choice of a place says: in words, and by a pin."""

    address_note = forms.CharField(
        label=_("Where exactly?"),
        required=False,
        max_length=200,
        help_text=_("For example: beside the east gate, third floor."),
    )
    lat = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    lng = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def clean(self) -> dict[str, object]:
        """With ``point``, the pin as latitude and longitude, or None."""
        cleaned = super().clean()
        return cleaned | {"point": point_of(cleaned.get("lat", ""), cleaned.get("lng", ""))}


class ReachForm(forms.Form):
    """How to reach who says so."""

    name = forms.CharField(
        label=_("What may we call you?"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=20,
        help_text=_("Only the community reads it, to call you back. You can see who looked."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    shares = forms.BooleanField(
        label=_("The unit that handles it may call me, too"),
        required=False,
    )

    def clean(self) -> dict[str, object]:
        """The same sentences as where it is kept, while one still stands at the field."""
        cleaned = super().clean()
        given = {field: cleaned[field] for field in ("name", "phone") if cleaned.get(field)}
        for field, sentence in plausible.problems(given).items():
            self.add_error(field, sentence)
        return cleaned


class ReportForm(ReachForm, ExactlyForm, WhatForm):
    """A whole report at once: from the desk, or from a telephone that had no signal while it was written."""

    client_key = forms.CharField(widget=forms.HiddenInput, min_length=16, max_length=64)
    at = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)
    place = forms.ModelChoiceField(Place.objects.all(), widget=forms.HiddenInput, required=False)

    @classmethod
    def blank(cls, **initial: object) -> "ReportForm":
        """An empty form with a key of its own: sent twice, it makes one case."""
        return cls(initial={"client_key": uuid4().hex, **initial})


class TrackForm(forms.Form):
    """The number and query code that were given with a report."""

    number = forms.CharField(
        label=_("Number"),
        max_length=20,
        help_text=_("Nine digits, for example 352 014 887."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    code = forms.CharField(
        label=_("Query code"),
        max_length=20,
        help_text=_("Eight letters and digits."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
