"""The form of a single step, built from what the step asks for. Works without JavaScript; nothing inline."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tongxin.engine.flows import answers
from tongxin.engine.flows.models import Flowing
from tongxin.engine.flows.table import Ask, Step
from tongxin.engine.flows.written import moment_field
from tongxin.ground.posts.actors import Actor

FEW, BEST = 6, 8
AUTOCOMPLETE = {"name": "name", "phone": "tel", "email": "email"}
OWN = frozenset({"version", "client_key"})


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files; cleans to the list of their contents, as bytes."""

    widget = ManyFilesInput(attrs={"accept": "image/*"})

    def clean(self, data: Any, initial: Any = None) -> list[bytes]:
        files = [each for each in (data if isinstance(data, list | tuple) else [data]) if each]
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(ManyFilesField, self).clean(each, initial).read() for each in files]


class StepForm(forms.Form):
    """One field per ask, and two hidden ones: the version the person looked at, the key of this
    submission.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    client_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, step: Step, thing: Flowing, actor: Actor, **kwargs: Any) -> None:
        initial = {"version": thing.version, "client_key": uuid.uuid4().hex, **kwargs.pop("initial", {})}
        super().__init__(initial=initial, **kwargs)
        self.step, self.thing, self.actor = step, thing, actor
        for ask in step.asks:
            self.fields[ask.name] = field_of(ask, thing, actor)

    def clean(self) -> dict[str, Any]:
        """The same rule as in the action, so that both refuse with the same words. A field with a list has
        refused what is not on it.
        """
        cleaned = super().clean()
        for ask in self.step.asks:
            if ask.name in cleaned and not isinstance(self.fields[ask.name], forms.ChoiceField):
                sentence = answers.problem(ask, cleaned[ask.name], self.thing, self.actor)
                if sentence:
                    self.add_error(ask.name, sentence)
        return cleaned

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, by ask, as the step's action takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in OWN}


def step_form(
    step: Step,
    thing: Flowing,
    actor: Actor,
    data: Mapping[str, Any] | None = None,
    files: MultiValueDict | None = None,
    initial: Mapping[str, Any] | None = None,
) -> StepForm:
    """The form of ``step`` on ``thing``; bound when ``data`` is given. Photos clean to a list of their bytes."""
    return StepForm(step, thing, actor, data=data, files=files, initial=dict(initial or {}))


def field_of(ask: Ask, thing: Flowing, actor: Actor) -> forms.Field:
    """The form field of an ask, with the widget and the autocomplete hint that suit it."""
    common = {
        "label": ask.label,
        "help_text": ask.help,
        "required": ask.required,
        "error_messages": {"required": answers.missing(ask)},
    }
    offers = ask.offers(thing, actor)
    if ask.kind == "photos":
        return ManyFilesField(**common)
    if offers is not None:
        return _listed(ask, offers, common)
    return _PLAIN.get(ask.kind, _text)(ask, common)


class FoldedCheckboxes(forms.CheckboxSelectMultiple):
    """A long list whose best come first: the rest is folded away, unless one of them is ticked."""

    template_name = "web/widgets/folded.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        groups = context["widget"]["optgroups"]
        best = [option for group, options, _index in groups if not group for option in options]
        (title, rest), *_none = [(group, options) for group, options, _index in groups if group]
        opened = any(option["selected"] for option in rest)
        context["widget"] |= {"best": best, "more": title, "rest": rest, "opened": opened}
        return context


def _listed(ask: Ask, offers: list[tuple[Any, object]], common: dict[str, Any]) -> forms.Field:
    real = {str(value): value for value, _label in offers}
    pairs = [(str(value), label) for value, label in offers]
    if ask.kind in answers.MANY:
        long = ask.kind == "choices" and len(pairs) > 2 * BEST
        if long:
            more = ngettext("%(n)d more", "%(n)d more", len(pairs) - BEST) % {"n": len(pairs) - BEST}
            pairs = [*pairs[:BEST], (more, pairs[BEST:])]
        return forms.TypedMultipleChoiceField(
            choices=pairs,
            coerce=real.__getitem__,
            widget=FoldedCheckboxes if long else forms.CheckboxSelectMultiple,
            **common,
        )
    few = len(pairs) <= FEW
    if few and not ask.required:
        pairs = [("", _("No answer")), *pairs]
    if not few:
        pairs = [("", _("Please choose")), *pairs]
    return forms.TypedChoiceField(
        choices=pairs,
        coerce=real.__getitem__,
        empty_value="",
        widget=forms.RadioSelect if few else forms.Select,
        **common,
    )


def _text(ask: Ask, common: dict[str, Any]) -> forms.Field:
    widget = forms.TextInput(attrs={"autocomplete": AUTOCOMPLETE.get(ask.name, "off")})
    return forms.CharField(max_length=answers.MOST["text"], widget=widget, **common)


def _long_text(ask: Ask, common: dict[str, Any]) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": 4, "autocomplete": "off"})
    return forms.CharField(max_length=answers.MOST["long_text"], widget=widget, **common)


def _boolean(ask: Ask, common: dict[str, Any]) -> forms.Field:
    """A question that must be answered has two buttons; one that need not is a box to tick."""
    if not ask.required:
        return forms.BooleanField(**common)
    return forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))], coerce="yes".__eq__, widget=forms.RadioSelect, **common
    )


def _moment(ask: Ask, common: dict[str, Any]) -> forms.Field:
    return moment_field(**common)


def _integer(ask: Ask, common: dict[str, Any]) -> forms.Field:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(widget=widget, min_value=-(2**31), max_value=2**31 - 1, **common)


_PLAIN: dict[str, Callable[[Ask, dict[str, Any]], forms.Field]] = {
    "long_text": _long_text,
    "boolean": _boolean,
    "datetime": _moment,
    "integer": _integer,
}
