"""What the office fills in to put a service on the menu, to change it, or to take it off."""

from copy import deepcopy
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.flows.rights import holds_everywhere
from tongxin.engine.flows.written import day_field
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import scope
from tongxin.ground.territory.picking import PicksPlaces, PlaceField
from tongxin.trades.orders import actions
from tongxin.trades.orders.models import ServiceKind, Skill

EDIT = "menu.edit"
FACTS = (
    "name",
    "name_en",
    "shelf",
    "includes",
    "includes_en",
    "whom",
    "whom_en",
    "station",
    "minutes",
    "cost",
    "from_age",
    "most_open",
    "skills",
    "persons",
    "sensitive",
    "volunteer_age",
)
FIELDS = forms.fields_for_model(ServiceKind, [fact for fact in FACTS if fact != "skills"])


def _new_code() -> str:
    """A code for a service that has none yet: nobody reads it."""
    return f"s-{uuid4().hex[:12]}"


class OfferForm(PicksPlaces):
    """One row of the menu: new, or after ``kind``, which it replaces where the place is the same."""

    where = PlaceField(
        label=_("Where is it offered?"),
        help_text=_("There and in everything below. A nearer row goes before a wider one."),
    )
    skills = forms.MultipleChoiceField(
        label=_("What whoever does it has to be able to do"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    since = day_field(_("In force from"), initial=timezone.localdate)
    code = forms.SlugField(max_length=32, widget=forms.HiddenInput, initial=_new_code)

    def __init__(self, *args: Any, actor: Actor, kind: ServiceKind | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor, self.kind = actor, kind
        for name in FACTS:
            if name in FIELDS:
                self.fields[name] = deepcopy(FIELDS[name])
            if kind is not None:
                self.initial.setdefault(name, getattr(kind, name))
        if kind is not None:
            self.initial["code"] = kind.code
        self.fields["persons"] = forms.TypedChoiceField(
            label=FIELDS["persons"].label,
            choices=[(1, _("one")), (2, _("two, who go together"))],
            coerce=int,
            initial=1,
            widget=forms.RadioSelect,
        )
        self.fields["skills"].choices = [(each.code, each.title) for each in Skill.objects.all()]
        where = self.fields["where"]
        where.narrow(scope(actor, EDIT), EDIT)
        where.required = not holds_everywhere(actor, EDIT)
        self.order_fields(["where", "since", *FACTS])

    def carry_out(self) -> bool:
        """Offer it, under the code of the row it follows. False when something is wrong, which the form then
        says.
        """
        said = dict(self.cleaned_data)
        picked, new = said.pop("where"), said.pop("code")
        code = self.kind.code if self.kind else new
        try:
            actions.offer(by=self.actor, code=code, place_path=picked.place.path if picked else "", **said)
        except Incomplete as incomplete:
            return _say(self, incomplete)
        return True


class TakeOffForm(forms.Form):
    """From which day on a service is not offered any more."""

    until = day_field(_("Not on the menu from"), initial=timezone.localdate)

    def carry_out(self, kind: ServiceKind, by: Actor) -> bool:
        """Take it off. False when something is wrong, which the form then says."""
        try:
            actions.take_off(kind, by=by, until=self.cleaned_data["until"])
        except Incomplete as incomplete:
            return _say(self, incomplete)
        return True


def _say(form: forms.Form, incomplete: Incomplete) -> bool:
    for field, sentence in incomplete.errors.items():
        form.add_error(field if field in form.fields else None, sentence)
    return False
