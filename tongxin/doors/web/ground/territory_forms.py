"""Forms of places, their outlines, files and codes."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.doors.web.ground.fields import PlaceField
from tongxin.engine.flows.written import day_field
from tongxin.ground.territory.models import Level, Place

NAME = _("Name")
NUMBER_IN_WORDS = _("Number in words")
HOUSEHOLDS = _("Households")


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Name, pinyin initials or division code"), required=False, max_length=60)


class AddForm(forms.Form):
    """A new place below one that is there."""

    level = forms.ChoiceField(label=_("Level"))
    name = forms.CharField(label=NAME, max_length=80)
    ordinal = forms.CharField(label=NUMBER_IN_WORDS, max_length=32, required=False)
    code = forms.CharField(label=_("Division code"), max_length=12, required=False, empty_value=None)
    households = forms.IntegerField(label=HOUSEHOLDS, required=False, min_value=0)
    since = day_field(_("There since"), initial=timezone.localdate)

    def __init__(self, *args: Any, parent: Place, **options: Any) -> None:
        super().__init__(*args, **options)
        below = Level.objects.filter(active=True, rank__gt=parent.level.rank)
        self.fields["level"].choices = [(level.code, level.title) for level in below]


class EditForm(forms.Form):
    """What a place is called and counts; its point may be left out."""

    name = forms.CharField(label=NAME, max_length=80)
    ordinal = forms.CharField(label=NUMBER_IN_WORDS, max_length=32, required=False)
    code = forms.CharField(label=_("Division code"), max_length=12, required=False, empty_value=None)
    households = forms.IntegerField(label=HOUSEHOLDS, required=False, min_value=0)
    point_lat = forms.FloatField(label=_("Latitude (WGS-84)"), required=False)
    point_lng = forms.FloatField(label=_("Longitude (WGS-84)"), required=False)
    since = day_field(_("There since"))


class MoveForm(forms.Form):
    to = PlaceField(
        label=_("Under which place"),
        help_text=_("Its division code, its number such as 1.2.15, or its full name."),
        max_length=400,
    )


class CloseForm(forms.Form):
    on = day_field(_("No longer there from"), initial=timezone.localdate)
    with_children = forms.BooleanField(label=_("Close everything below it as well"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)


class EditLevelForm(forms.Form):
    """What a level is called and where it stands among the others."""

    name = forms.CharField(label=_("Chinese name"), max_length=32)
    name_en = forms.CharField(label=_("English name"), max_length=64)
    rank = forms.IntegerField(
        label=_("Rank"), min_value=1, max_value=9999, help_text=_("A larger number lies deeper.")
    )
    active = forms.BooleanField(label=_("In use"), required=False)


class AddLevelForm(EditLevelForm):
    code = forms.CharField(
        label=_("Short code"),
        max_length=32,
        help_text=_("Latin letters, digits and underscores; it never changes."),
    )
    active = None
    in_address = forms.BooleanField(label=_("Part of the full names below it"), required=False)
    field_order = ("code",)


class ToleranceForm(forms.Form):
    metres = forms.FloatField(
        label=_("Metres an outline may leave its parent or overlap its neighbour"),
        min_value=0,
        max_value=1000,
    )


class OutlineForm(forms.Form):
    """An outline as a file, in the coordinates of satellites or of Chinese maps."""

    SYSTEMS = (("wgs84", _("WGS-84 (GPS, OpenStreetMap)")), ("gcj02", _("GCJ-02 (AMap, Tencent maps)")))

    file = forms.FileField(label=_("GeoJSON file"), required=False)
    system = forms.ChoiceField(
        label=_("Coordinates"), choices=SYSTEMS, widget=forms.RadioSelect, initial="wgs84"
    )
    remove = forms.BooleanField(label=_("Take the outline away"), required=False)

    def clean(self) -> dict[str, Any]:
        if bool(self.cleaned_data.get("file")) == bool(self.cleaned_data.get("remove")):
            raise forms.ValidationError(_("Choose a file, or tick that the outline goes away."))
        return self.cleaned_data


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Workbook (.xlsx) or GeoJSON"),
        help_text=_("Nothing is removed or moved. The same file twice changes nothing."),
    )
    partial = forms.BooleanField(
        label=_("Take the good rows even if others are bad"),
        required=False,
    )


class IssueForm(forms.Form):
    """Codes for whole levels below a place."""

    levels = forms.MultipleChoiceField(label=_("For all"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        super().__init__(*args, **options)
        within = Level.objects.filter(active=True, rank__gte=place.level.rank)
        self.fields["levels"].choices = [(level.code, level.title) for level in within]
        self.fields["levels"].initial = ["building", "stairwell"]


class RevokeForm(forms.Form):
    reason = forms.CharField(label=_("Why is the code revoked"), max_length=200)
