"""``{% load tongxin %}``: the components and the ways we say dates, shares and numbers."""

import json
from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from tongxin.doors.web import wording
from tongxin.doors.web.drawing import DrawnOnce, draw, draw_all
from tongxin.doors.web.navigation import entries_for
from tongxin.doors.web.proof import FIELD, new_challenge

register = template.Library()


@register.tag
def drawn_once(_parser: Parser, _token: Token) -> DrawnOnce:
    """``{% drawn_once %}`` heads a component that is kept once drawn; see :class:`DrawnOnce`."""
    return DrawnOnce()


@register.simple_tag(takes_context=True)
def component(context: Context, component_name: str, **values: object) -> SafeString:
    """``{% component "due_mark" due=case.due_at %}``: draw one component; it sees only what is passed."""
    return draw(context, component_name, values)


@register.simple_tag(takes_context=True)
def components(context: Context, component_name: str, rows: Iterable[dict[str, object]]) -> SafeString:
    """``{% components "cases/row" rows %}``: one for each of ``rows``, its values by name."""
    return draw_all(context, component_name, rows)


@register.simple_block_tag(takes_context=True, end_name="end_component")
def component_block(
    context: Context, content: SafeString, component_name: str, **values: object
) -> SafeString:
    """``{% component_block "card" title=… %}…{% end_component %}``: the same around a body (``slot``)."""
    return draw(context, component_name, values | {"slot": content})


@register.filter
def moment(value: datetime | None) -> str:
    """``11月23日 周一 17:00``; see :func:`wording.moment`."""
    return wording.moment(value)


@register.filter
def deadline(value: datetime | None) -> str:
    """A due moment: ``今天 24:00`` where a day ends; see :func:`wording.deadline`."""
    return wording.deadline(value)


@register.filter
def due_on_paper(value: datetime | None) -> str:
    """``2026年11月23日 24:00``; see :func:`wording.due_on_paper`."""
    return wording.due_on_paper(value)


@register.filter
def on_paper(value: datetime | None) -> str:
    """``2026年11月23日 09:40``; see :func:`wording.on_paper`."""
    return wording.on_paper(value)


@register.filter
def full_day(value: date | None) -> str:
    """``2026年11月23日``; see :func:`wording.full_day`."""
    return wording.full_day(value)


@register.filter
def day(value: date | None) -> str:
    """``11月23日 周一``; see :func:`wording.day`."""
    return wording.day(value)


@register.filter
def ago(value: datetime | None) -> str:
    """``3 分钟前``; see :func:`wording.ago`."""
    return wording.ago(value)


@register.filter
def share(numerator: int, denominator: int) -> str:
    """``61%`` for 14 of 23; ``—`` where the denominator is 0."""
    return wording.share(numerator, denominator)


@register.filter
def count(value: float | None) -> str:
    """``4,326``; see :func:`wording.count`."""
    return wording.count(value)


@register.filter
def month(value: date) -> str:
    """``2026年11月``; see :func:`wording.month`."""
    return wording.month(value)


@register.filter
def spoken(number: object) -> str:
    """A long number in groups of four, as one reads it out: ``2611 2300 17``."""
    return wording.spoken(str(number))


@register.simple_tag(takes_context=True)
def desk_entries(context: Context) -> list[dict[str, object]]:
    """The desk's menu for the actor of this request."""
    return entries_for(context["request"])


@register.inclusion_tag("web/proof.html")
def proof() -> dict[str, str]:
    """``{% proof %}`` inside a public form: the challenge its browser solves while one writes."""
    return {"field": FIELD, "challenge": json.dumps(new_challenge())}
