"""Forms of the duty catalogue. Each knows the one action it leads to."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.flows.rights import holds_everywhere
from tongxin.engine.flows.written import day_field
from tongxin.ground.organizations.kinds import TERRITORIAL, Kind
from tongxin.ground.organizations.models import Organization
from tongxin.ground.organizations.selectors import organizations_within
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import scope, scope_q
from tongxin.ground.territory.models import Place
from tongxin.trades.cases import actions
from tongxin.trades.cases.choices import Urgency
from tongxin.trades.cases.models import Category, Duty, Ground
from tongxin.trades.cases.units import SUMMONABLE

READ, EDIT = "duty.read", "duty.edit"
PLACES = ("street", "community")
KINDS = [(kind.value, kind.label) for kind in Kind if kind not in TERRITORIAL]
CODE = forms.SlugField(
    label=_("Short code"), max_length=40, help_text=_("Latin letters, digits, hyphens; it never changes.")
)


class WordsField(forms.CharField):
    """Words in one box, parted by spaces, commas or lines; gives a list, each word once."""

    widget = forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return list(dict.fromkeys(filter(None, re.split(r"[\s,，、;；]+", super().clean(value)))))


class CategoryField(forms.ModelChoiceField):
    """One of the categories, shown as a tree."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Category.objects.order_by("path"), **options)

    def label_from_instance(self, row: Category) -> str:
        return row.indented


class CategoryInUseField(CategoryField):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.queryset = self.queryset.filter(active=True)


def places_for(actor: Actor, verb: str) -> Any:
    """The streets and communities where a post of the actor carries the verb."""
    found = Place.objects.filter(scope_q(actor, verb, "path"), level__code__in=PLACES, until=None)
    return found.defer("outline").order_by("path")


class ActionForm(forms.Form):
    """A form whose action may still refuse: its sentences come back to the fields."""

    def carry_out(self, *, by: Actor) -> bool:
        """Whether the action was done; if not, the form now says why."""
        try:
            self.act(by=by, **self.cleaned_data)
        except Incomplete as incomplete:
            for field, sentence in incomplete.errors.items():
                self.add_error(field if field in self.fields else None, str(sentence))
            return False
        return True

    def act(self, *, by: Actor, **said: Any) -> None:
        raise NotImplementedError


class DutyFilter(forms.Form):
    category = CategoryField(label=_("Category"), required=False, empty_label=_("all"))
    place = forms.ModelChoiceField(
        Place.objects.none(), label=_("Holds in"), required=False, empty_label=_("everywhere in my area")
    )
    on = day_field(_("As of"), required=False)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["place"].queryset = places_for(actor, READ)


class DutyForm(ActionForm):
    """A dated row: whose task a category is from a day on, in one place or everywhere."""

    category = CategoryInUseField(label=_("Category"), empty_label=_("please choose"))
    place = forms.ModelChoiceField(Place.objects.none(), label=_("Place"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of organisation"),
        choices=[("", "—"), *KINDS],
        required=False,
        help_text=_("Whichever of this kind serves the place; or name one organisation below."),
    )
    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("One organisation"), required=False, empty_label="—"
    )
    lead = forms.TypedChoiceField(
        label=_("Its part"),
        choices=[("lead", _("leads")), ("with", _("co-handles"))],
        coerce="lead".__eq__,
        initial="lead",
        widget=forms.RadioSelect,
    )
    since = day_field(_("In force from"), initial=timezone.localdate)
    source = forms.CharField(label=_("By which document"), max_length=300, required=False)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        place, unit = self.fields["place"], self.fields["organization"]
        place.queryset = places_for(actor, EDIT)
        place.required = not holds_everywhere(actor, EDIT)
        place.empty_label = _("please choose") if place.required else _("everywhere")
        unit.queryset = organizations_within(scope(actor, EDIT)).filter(kind__in=SUMMONABLE)

    def act(self, *, by: Actor, **said: Any) -> None:
        actions.assign_duty(said.pop("category"), by=by, **said)


class EndDutyForm(ActionForm):
    until = day_field(_("No longer its task from"), initial=timezone.localdate)

    def __init__(self, *args: Any, duty: Duty, **options: Any) -> None:
        super().__init__(*args, **options)
        self.duty = duty

    def act(self, *, by: Actor, **said: Any) -> None:
        actions.end_duty(self.duty, by=by, **said)


class NameForm(ActionForm):
    """What an office calls something, in Chinese and, if it likes, in English."""

    name = forms.CharField(label=_("Chinese name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)


class CategoryForm(NameForm):
    """A category's names, the residents' words that point to it, and what follows from it."""

    keywords = WordsField(
        label=_("Words of residents that point to it"),
        required=False,
        help_text=_("Parted by spaces or commas."),
    )
    urgency = forms.ChoiceField(
        label=_("At least so urgent"), choices=Urgency.choices, initial=Urgency.NORMAL
    )
    filing_condition = forms.CharField(label=_("Counts as one when"), max_length=300, required=False)
    source = forms.CharField(label=_("By which document"), max_length=300, required=False)


class NewCategoryForm(CategoryForm):
    code = CODE
    parent = CategoryInUseField(label=_("Under"), required=False, empty_label=_("nothing: a new main class"))
    field_order = ("parent", "code")

    def act(self, *, by: Actor, **said: Any) -> None:
        actions.add_category(by=by, **said)


class EditCategoryForm(CategoryForm):
    active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, *args: Any, category: Category, **options: Any) -> None:
        initial = {name: getattr(category, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **options)
        self.category = category

    def act(self, *, by: Actor, **said: Any) -> None:
        actions.edit_category(self.category, by=by, **said)


class NewGroundForm(NameForm):
    purpose = forms.ChoiceField(label=_("For"), choices=Ground.PURPOSES)
    code = CODE
    source = forms.CharField(label=_("By which document"), max_length=300, required=False)
    field_order = ("purpose", "code")

    def act(self, *, by: Actor, **said: Any) -> None:
        actions.add_ground(by=by, **said)


class EditGroundForm(NameForm):
    source = forms.CharField(label=_("By which document"), max_length=300, required=False)
    active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, *args: Any, ground: Ground, **options: Any) -> None:
        initial = {name: getattr(ground, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **options)
        self.ground = ground

    def act(self, *, by: Actor, **said: Any) -> None:
        actions.edit_ground(self.ground, by=by, **said)


class DangerWordForm(ActionForm):
    """A word that raises the urgency; the same word again changes what it does."""

    word = forms.CharField(label=_("Word"), max_length=40)
    urgency = forms.ChoiceField(
        label=_("Raises the urgency to"), choices=Urgency.choices[1:], initial=Urgency.EMERGENCY
    )
    unless = WordsField(
        label=_("Not together with"), required=False, help_text=_("Parted by spaces or commas.")
    )
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def act(self, *, by: Actor, **said: Any) -> None:
        actions.set_danger_word(said.pop("word"), by=by, **said)
