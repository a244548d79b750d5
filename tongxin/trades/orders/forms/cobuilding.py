"""What units offer and communities need, as forms; fields are named like what the actions take."""

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.engine.flows.written import day_field
from tongxin.ground.organizations.dates import in_force
from tongxin.ground.organizations.kinds import TERRITORIAL
from tongxin.ground.organizations.models import Organization
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import scope_q
from tongxin.ground.territory.models import Place
from tongxin.trades.orders.choices import Means
from tongxin.trades.orders.models import Project

VERB = "pairing.edit"


def communities(actor: Actor) -> QuerySet[Place]:
    """The communities whose co-building the actor looks after."""
    return Place.objects.filter(scope_q(actor, VERB, "path"), level__code="community", until=None)


class CommunityForm(forms.Form):
    """A form about one community; there is nothing to choose where the actor has only one."""

    community = forms.ModelChoiceField(Place.objects.none(), label=_("Community"), empty_label=None)

    def __init__(self, actor: Actor, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = communities(actor)


class RegisterForm(CommunityForm):
    """A unit reports to a community."""

    unit = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Unit"), empty_label=_("Please choose")
    )
    since = day_field(_("From"))

    def __init__(self, actor: Actor, *args, **kwargs) -> None:
        super().__init__(actor, *args, **kwargs)
        today = timezone.localdate()
        self.fields["since"].initial = today
        units = Organization.objects.filter(in_force(today)).exclude(kind__in=TERRITORIAL)
        self.fields["unit"].queryset = units.order_by("name")


class EndForm(forms.Form):
    """A report to a community ends."""

    on = day_field(_("Not reported any more from"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()


class OfferForm(forms.Form):
    """Something a registered unit can give."""

    means = forms.ChoiceField(label=_("What kind"), choices=Means.choices)
    title = forms.CharField(label=pgettext_lazy("of a resource", "what it is"), max_length=80)
    times = forms.IntegerField(
        label=_("Times a year"),
        min_value=1,
        max_value=366,
        initial=1,
        error_messages=dict.fromkeys(["min_value", "max_value"], _("Please choose between 1 and 366.")),
    )
    until = day_field(_("Until, if it ends"), required=False)


class NeedForm(CommunityForm):
    """What a community needs, by a day; perhaps as part of a project."""

    means = forms.ChoiceField(label=_("What kind"), choices=Means.choices)
    title = forms.CharField(label=pgettext_lazy("of a need", "what is needed"), max_length=80)
    by_day = day_field(_("By when"))
    project = forms.ModelChoiceField(
        Project.objects.none(), label=_("Project"), required=False, empty_label=_("None")
    )

    def __init__(self, actor: Actor, *args, **kwargs) -> None:
        super().__init__(actor, *args, **kwargs)
        running = Project.objects.filter(scope_q(actor, VERB), in_force(timezone.localdate()))
        self.fields["project"].queryset = running


class DropForm(forms.Form):
    """A need is not needed any more."""

    reason = forms.CharField(
        label=_("Why is it not needed any more?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class ProjectForm(CommunityForm):
    """Something a community sets out to do."""

    title = forms.CharField(label=pgettext_lazy("of a project", "what it is"), max_length=80)
    since = day_field(_("From"))
    until = day_field(_("Until, if it ends"), required=False)
