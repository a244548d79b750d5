"""What counts as an answer to an ask. Pure: the form on the page and the action use the same rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.table import Ask

MOST = {"text": 200, "long_text": 5000}
MANY = frozenset({"choices", "units", "photos"})


def problem(ask: Ask, value: Any, thing: Any, actor: Any) -> object:
    """What is wrong with ``value`` as an answer, as a sentence; empty when it will do."""
    if is_empty(value):
        return missing(ask) if ask.required else ""
    if ask.kind in MOST:
        return _text_problem(ask, value)
    if ask.kind == "integer" and (isinstance(value, bool) or not isinstance(value, int)):
        return _("Please give a whole number.")
    if ask.kind == "boolean" and not isinstance(value, bool):
        return _("Please answer yes or no.")
    if ask.kind == "datetime" and not (isinstance(value, datetime) and value.tzinfo):
        return _("Please give a date and a time.")
    if ask.kind in MANY and (isinstance(value, str | Mapping) or not isinstance(value, Iterable)):
        return _("Please choose from the list.")
    return _choice_problem(ask, value, thing, actor)


def is_empty(value: Any) -> bool:
    """Whether nothing was answered. "No" is an answer."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (
        not isinstance(value, bool | int) and hasattr(value, "__len__") and len(value) == 0
    )


def missing(ask: Ask) -> object:
    """The sentence for an ask that was left empty."""
    if ask.kind in ("choice", "choices", "units", "category", "place"):
        return format_lazy(_("Please choose: {label}"), label=ask.label)
    return format_lazy(_("Please fill in: {label}"), label=ask.label)


def _text_problem(ask: Ask, value: Any) -> object:
    most = MOST[ask.kind]
    if not isinstance(value, str):
        return _("Please write some words.")
    if len(value) > most:
        return format_lazy(_("This is too long: at most {most} characters."), most=most)
    return ""


def _choice_problem(ask: Ask, value: Any, thing: Any, actor: Any) -> object:
    offers = ask.offers(thing, actor)
    if offers is None or ask.kind == "photos":
        return ""
    known = {_key(each) for each, _label in offers}
    chosen = value if ask.kind in MANY else [value]
    return "" if all(_key(each) in known for each in chosen) else _("Please choose from the list.")


def _key(value: Any) -> str:
    return str(value.pk if isinstance(value, Model) else value)
