"""What the office fills in to give points at a place, or to stop."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.flows.written import day_field
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import scope
from tongxin.ground.territory.picking import PicksPlaces, PlaceField
from tongxin.trades.orders import actions
from tongxin.trades.orders.actions.points import MOST, VERB
from tongxin.trades.orders.forms.refusing import TakesRefusals
from tongxin.trades.orders.models import PointRule, ServiceKind

KINDS = "kind_"


def _number(label: object, least: int, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=MOST,
        widget=forms.NumberInput({"inputmode": "numeric", "autocomplete": "off"}),
        **options,
    )


class PointsForm(PicksPlaces, TakesRefusals, forms.Form):
    """Where, since when, how many for an hour, what they are for; another number for some services."""

    where = PlaceField(label=_("For which place?"), help_text=_("It holds there and in everything below."))
    since = day_field(_("From"), initial=timezone.localdate)
    per_hour = _number(_("Points for each confirmed hour"), 1, initial=1)
    words = forms.CharField(
        label=_("What they are for"),
        max_length=300,
        help_text=_("In plain words. Volunteers read this beside their points, and before they join."),
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor
        self.fields["where"].narrow(scope(actor, VERB), VERB)
        today = timezone.localdate()
        for kind in ServiceKind.menu(next(iter(scope(actor, VERB)), ""), today):
            self.fields[KINDS + kind.code] = _number(kind.title, 0, required=False)

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields everybody fills in."""
        return [each for each in self if not each.name.startswith(KINDS)]

    @property
    def by_kind(self) -> list[forms.BoundField]:
        """Another number for a service, where one is wanted."""
        return [each for each in self if each.name.startswith(KINDS)]

    def carry_out(self) -> PointRule | None:
        """The rule, once it is written; what is refused stands in the form."""
        said = self.cleaned_data
        kinds = {
            name.removeprefix(KINDS): number
            for name, number in said.items()
            if name.startswith(KINDS) and number is not None
        }
        facts = {name: said[name] for name in ("per_hour", "words", "since")}
        try:
            return actions.switch_points_on(said["where"].place, by=self.actor, by_kind=kinds, **facts)
        except Incomplete as incomplete:
            self.take(incomplete)
        return None


class PointsOffForm(TakesRefusals, forms.Form):
    """From which day on hours give no points any more."""

    until = day_field(_("No points for hours confirmed from"), initial=timezone.localdate)

    def carry_out(self, rule: PointRule, by: Actor) -> bool:
        """Switch it off. False when something is wrong, which the form then says."""
        try:
            actions.switch_points_off(rule, by=by, until=self.cleaned_data["until"])
        except Incomplete as incomplete:
            self.take(incomplete)
            return False
        return True
