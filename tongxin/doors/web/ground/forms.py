"""Forms of organizations, estates and posts. Each knows the one action it leads to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongxin.ground.organizations import actions
from tongxin.ground.organizations.dates import today
from tongxin.ground.organizations.kinds import CommitteeKind, How, Kind, Mode
from tongxin.ground.organizations.models import Estate, Organization
from tongxin.ground.organizations.selectors import organizations
from tongxin.ground.people.models import Account
from tongxin.ground.posts.actors import Actor


def day_field(label: object, **options: Any) -> forms.DateField:
    """A day, chosen or typed as 2026-06-01."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


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

    def apply(self, *, by: Actor) -> None:
        actions.correct_organization(self.instance, by=by, **self.cleaned_data)


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


class EstateFact(forms.Form):
    """The base of the forms that record a fact about an estate."""

    def apply(self, estate: Estate, *, by: Actor) -> None:
        raise NotImplementedError


def _of_kind(*kinds: str) -> Any:
    return organizations(kinds=kinds)


class CommitteeForm(EstateFact):
    title = _("Record a committee")
    kind = forms.ChoiceField(label=_("Kind"), choices=CommitteeKind.choices)
    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Committee"), required=False)
    formed_on = day_field(_("Formed on"), initial=today)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = (Kind.OWNERS_COMMITTEE, Kind.INTERIM_PROPERTY_COMMITTEE)
        self.fields["organization"].queryset = _of_kind(*kinds)

    def apply(self, estate: Estate, *, by: Actor) -> None:
        actions.record_committee(estate=estate, by=by, **self.cleaned_data)


class ServiceForm(EstateFact):
    title = _("Record the property service")
    mode = forms.ChoiceField(label=_("Mode"), choices=Mode.choices)
    company = forms.ModelChoiceField(Organization.objects.none(), label=_("Company"), required=False)
    since = day_field(_("From"), initial=today)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["company"].queryset = _of_kind(Kind.PROPERTY_COMPANY)

    def apply(self, estate: Estate, *, by: Actor) -> None:
        actions.record_property_service(estate=estate, by=by, **self.cleaned_data)


class PartyForm(EstateFact):
    """How the estate's committee, or the company that serves it, is covered by the party."""

    title = _("Record party coverage")
    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Committee or company"))
    how = forms.ChoiceField(label=_("How it was reached"), choices=How.choices)
    branch = forms.ModelChoiceField(Organization.objects.none(), label=_("Branch"), required=False)
    since = day_field(_("From"), initial=today)

    def __init__(self, *args: Any, bodies: list[int] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organization"].queryset = Organization.objects.filter(pk__in=bodies or [])
        self.fields["branch"].queryset = _of_kind(Kind.GRID_BRANCH, Kind.COMMUNITY_PARTY_COMMITTEE)

    def apply(self, estate: Estate, *, by: Actor) -> None:
        actions.record_party_coverage(by=by, **self.cleaned_data)
