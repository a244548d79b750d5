"""Forms of organisations and posts; their fields are named like what the actions take."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongxin.doors.web.ground.fields import PlacesField
from tongxin.engine.flows.written import day_field
from tongxin.ground.organizations.dates import today
from tongxin.ground.organizations.kinds import Kind
from tongxin.ground.organizations.models import Organization
from tongxin.ground.organizations.selectors import THROUGH_ESTATES, organizations_within
from tongxin.ground.people.models import Account
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import scope, scope_q
from tongxin.ground.territory.models import Place

EDIT = "organization.edit"


class KindFilter(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *Kind.choices])


class DayFilter(forms.Form):
    on = day_field(_("As of"), required=False)


class CorrectForm(forms.ModelForm):
    """What an organisation is called and how its office is reached."""

    class Meta:
        model = Organization
        fields = ("name", "name_en", "short_name", "credit_code", "phone", "email")

    def _post_clean(self) -> None:
        """The action checks; the row itself must not be touched before."""


class FoundForm(forms.Form):
    """A new organisation: what it is, where it stands, what it covers."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    name = forms.CharField(label=_("Chinese name"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=160, required=False)
    short_name = forms.CharField(label=_("Short name"), max_length=40, required=False)
    credit_code = forms.CharField(
        label=_("Unified social credit code"), max_length=32, required=False, empty_value=None
    )
    parent = forms.ModelChoiceField(Organization.objects.none(), label=_("Stands under"), required=False)
    places = PlacesField(
        label=_("Places covered"),
        required=False,
        help_text=_("One place a line; a company or an owners' committee needs none, its estates tell."),
    )
    phone = forms.CharField(label=_("Duty phone"), max_length=32, required=False)
    email = forms.EmailField(label=_("Office mail"), required=False)
    since = day_field(_("Since"), initial=today)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"].queryset = organizations_within(scope(actor, EDIT))
        self.fields["places"].area = scope_q(actor, EDIT, "path")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        by_estate = said.get("kind") in THROUGH_ESTATES
        if "places" in said and not said["places"] and not by_estate:
            self.add_error("places", _("Name at least one place it covers; else nobody here would see it."))
        return said


class CoverForm(forms.Form):
    """Places more that an organisation covers."""

    places = PlacesField(
        label=_("Places"), help_text=_("One place a line: its full name, its number or its division code.")
    )
    since = day_field(_("Since"), initial=today)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["places"].area = scope_q(actor, EDIT, "path")


class UncoverForm(forms.Form):
    """Places an organisation no longer covers."""

    places = forms.ModelMultipleChoiceField(
        Place.objects.none(), label=_("Places"), widget=forms.CheckboxSelectMultiple
    )
    on = day_field(_("No longer from"), initial=today)

    def __init__(self, *args: Any, covered: list[Place], **options: Any) -> None:
        super().__init__(*args, **options)
        found = Place.objects.filter(pk__in=[place.pk for place in covered])
        self.fields["places"].queryset = found.defer("outline").order_by("path")


class EndForm(forms.Form):
    on = day_field(_("No longer there from"), initial=today)


class AccountField(forms.CharField):
    """The name somebody signs in with; gives the account."""

    def clean(self, value: object) -> Account | None:
        name = super().clean(value)
        account = Account.objects.filter(username=name, is_active=True).first() if name else None
        if name and account is None:
            raise forms.ValidationError(_("Nobody signs in by that name."))
        return account


class AppointForm(forms.Form):
    """Who is to hold which post, from when."""

    role = forms.ChoiceField(label=_("Post"))
    account = AccountField(label=_("Sign-in name"), help_text=_("The name this person signs in with."))
    since = day_field(_("From"), initial=today)
    until = day_field(_("Until (that day no longer counts)"), required=False)

    def __init__(self, *args: Any, roles: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = roles


class StandInForm(forms.Form):
    account = AccountField(label=_("Sign-in name"), help_text=_("The name this person signs in with."))
    since = day_field(_("From"), initial=today)
    until = day_field(_("Until (that day no longer counts)"))


class RelieveForm(forms.Form):
    on = day_field(_("No longer holds it from"), initial=today)
