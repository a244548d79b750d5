"""Offering to lend a hand: oneself on the web, or somebody at the desk; a person or an organisation."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.ground.organizations.models import Organization
from tongxin.ground.territory.picking import PlaceField
from tongxin.trades.orders.actions.signing_up import OLDEST
from tongxin.trades.orders.forms.describing import AbilitiesForm


class JoinForm(AbilitiesForm):
    """Who, where at home, what one can and likes; the agreement. A guardian's for one under 18."""

    field_order = ["name", "phone", "born", "guardian", "home"]

    name = forms.CharField(
        label=_("First and family name"), max_length=60, widget=forms.TextInput({"autocomplete": "name"})
    )
    phone = forms.CharField(
        label=_("Telephone number"),
        max_length=24,
        help_text=_("The community calls you first. It is kept apart and shown to nobody else."),
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    born = forms.IntegerField(
        label=_("Year of birth"),
        widget=forms.NumberInput({"inputmode": "numeric", "autocomplete": "bday-year"}),
    )
    guardian = forms.BooleanField(label=_("Under 18: a parent or guardian agrees"), required=False)
    home = PlaceField(
        label=_("Where do you live?"), help_text=_("The community, the building, or the code at your door.")
    )
    member = forms.BooleanField(label=_("Party member"), required=False)
    agreed = forms.BooleanField(
        label=_("I agree to how my details are used for this"),
        error_messages={"required": _("Without your agreement we may not keep your details.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__("", [], *args, **options)

    def clean_born(self) -> int:
        """A year in which somebody alive can have been born."""
        born, year = self.cleaned_data["born"], timezone.localdate().year
        if not year - OLDEST <= born <= year:
            raise forms.ValidationError(_("Please give the year with four digits, for example 1962."))
        return born

    def said(self) -> dict[str, Any]:
        """As ``actions.sign_up`` takes it."""
        cleaned = self.cleaned_data
        who = {name: cleaned[name] for name in ("name", "phone", "born", "guardian", "member")}
        return super().said() | who | {"home": cleaned["home"].place}


class JoinAtDeskForm(JoinForm):
    """The same for somebody who came by or telephoned; what they agreed to is on paper."""

    agreed = forms.BooleanField(
        label=_("They have signed the agreement"),
        error_messages={"required": _("Without their agreement we may not keep their details.")},
    )


class OrganizationForm(AbilitiesForm):
    """An organisation of the area that lends a hand. Its own staff speak for it."""

    field_order = ["organization", "home"]

    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Organisation"))
    home = PlaceField(label=_("Where is it at home?"))

    def __init__(self, offered: Any, *args: Any, **options: Any) -> None:
        super().__init__("", [], *args, **options)
        self.fields["organization"].queryset = offered

    def said(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return super().said() | {"organization": cleaned["organization"], "home": cleaned["home"].place}
