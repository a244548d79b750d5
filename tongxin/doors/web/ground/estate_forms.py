"""Forms of estates and of the dated facts about them; fields are named like what the actions take."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tongxin.doors.web.ground.fields import PlacesField
from tongxin.engine.flows.written import day_field
from tongxin.ground.organizations.dates import in_force, today
from tongxin.ground.organizations.kinds import CommitteeKind, How, Kind, Mode
from tongxin.ground.organizations.models import Estate, Organization, PartyCoverageFact
from tongxin.ground.organizations.selectors import organizations
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import scope_q
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.paths import below

EDIT = "organization.edit"
ONE_A_LINE = _("One building a line: its name, or words of its full name.")


class EstateForm(forms.Form):
    """What an estate is called and counts."""

    name = forms.CharField(label=_("Chinese name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    households = forms.IntegerField(label=_("Households"), min_value=0, max_value=100_000)
    residential = forms.BooleanField(label=_("People live there"), required=False, initial=True)
    eligible_for_owners_committee = forms.BooleanField(
        label=_("May form an owners' committee"),
        help_text=_("Delivered area and households reach what the law asks for an owners' meeting."),
        required=False,
        initial=True,
    )


class RegisterForm(EstateForm):
    community = forms.ModelChoiceField(
        Place.objects.none(), label=_("Community"), empty_label=_("please choose")
    )
    places = PlacesField(label=_("Buildings"), required=False, help_text=ONE_A_LINE)
    since = day_field(_("Since"), initial=today)
    field_order = ("community",)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        mine = scope_q(actor, EDIT, "path")
        communities = Place.objects.filter(mine, level__code="community", until=None)
        self.fields["community"].queryset = communities.defer("outline").order_by("path")
        self.fields["places"].area = mine

    def clean_community(self) -> Place:
        """A building is looked for in the chosen community, where its name means one."""
        community = self.cleaned_data["community"]
        self.fields["places"].area = below("path", community.path)
        return community


class JoinForm(forms.Form):
    """Buildings more that belong to an estate."""

    places = PlacesField(label=_("Buildings"), help_text=ONE_A_LINE)
    since = day_field(_("Since"), initial=today)

    def __init__(self, *args: Any, estate: Estate, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["places"].area = below("path", estate.place_path)


class LeaveForm(forms.Form):
    """Buildings that no longer belong to an estate."""

    places = forms.ModelMultipleChoiceField(
        Place.objects.none(), label=_("Buildings"), widget=forms.CheckboxSelectMultiple
    )
    on = day_field(_("No longer from"), initial=today)

    def __init__(self, *args: Any, estate: Estate, **options: Any) -> None:
        super().__init__(*args, **options)
        here = estate.estate_places.filter(in_force(today())).values("place")
        found = Place.objects.filter(pk__in=here).defer("outline")
        self.fields["places"].queryset = found.order_by("path")


class FactForm(forms.Form):
    """The base of the forms about one estate."""

    def __init__(self, *args: Any, estate: Estate, **options: Any) -> None:
        super().__init__(*args, **options)
        self.prepare(estate)

    def prepare(self, estate: Estate) -> None:
        """Fill in what can be chosen for this estate."""


class CommitteeForm(FactForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=CommitteeKind.choices)
    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Committee"), required=False)
    formed_on = day_field(_("Formed on"), initial=today)

    def prepare(self, estate: Estate) -> None:
        kinds = (Kind.OWNERS_COMMITTEE, Kind.INTERIM_PROPERTY_COMMITTEE)
        self.fields["organization"].queryset = organizations(kinds=kinds)


class ServiceForm(FactForm):
    mode = forms.ChoiceField(label=_("Mode"), choices=Mode.choices)
    company = forms.ModelChoiceField(Organization.objects.none(), label=_("Company"), required=False)
    since = day_field(_("From"), initial=today)

    def prepare(self, estate: Estate) -> None:
        self.fields["company"].queryset = organizations(kinds=(Kind.PROPERTY_COMPANY,))


class PartyForm(FactForm):
    """How the estate's committee, or the company that serves it, is covered by the party."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Committee or company"))
    how = forms.ChoiceField(label=_("How it was reached"), choices=How.choices)
    branch = forms.ModelChoiceField(Organization.objects.none(), label=_("Branch"), required=False)
    since = day_field(_("From"), initial=today)

    def prepare(self, estate: Estate) -> None:
        self.fields["organization"].queryset = bodies_of(estate)
        branches = organizations(kinds=(Kind.GRID_BRANCH, Kind.COMMUNITY_PARTY_COMMITTEE))
        self.fields["branch"].queryset = branches


class MembersForm(FactForm):
    has_members = forms.TypedChoiceField(
        label=_("Does the company have party members of its own?"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce="yes".__eq__,
        widget=forms.RadioSelect,
    )
    since = day_field(_("From"), initial=today)


class AdviserForm(FactForm):
    since = day_field(_("Posted from"), initial=today)


class EndFactForm(FactForm):
    on = day_field(_("Ended on"), initial=today)


class EndPartyForm(EndFactForm):
    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Committee or company"))
    field_order = ("organization", "on")

    def prepare(self, estate: Estate) -> None:
        covered = PartyCoverageFact.objects.filter(until=None).values("organization")
        self.fields["organization"].queryset = bodies_of(estate).filter(pk__in=covered)


def bodies_of(estate: Estate) -> QuerySet[Organization]:
    """The committee and the company an estate has now."""
    chosen = Q(pk__in=estate.committee_facts.filter(ended_on=None).values("organization"))
    serving = Q(pk__in=estate.service_facts.filter(until=None).values("company"))
    return Organization.objects.filter(chosen | serving)
