"""``{% load notices %}``: the unread count of the header, and who was told about a thing."""

from django import template
from django.template.context import Context

from tongxin.engine.notices import selectors

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_count(context: Context) -> int:
    """How many notices the reader has not read. One query a request at most, none for a visitor."""
    request = context.get("request")
    actor = getattr(request, "actor", None)
    if actor is None:
        return 0
    if not hasattr(request, "unread_notices"):
        request.unread_notices = selectors.unread_count(actor)
    return request.unread_notices


@register.inclusion_tag("notices/_told.html")
def told(noun: str, thing_id: object) -> dict[str, object]:
    """``{% told "cases.case" case.pk %}``: who was told what, when, by which way. Two queries.

    For readers who may see the thing (``notice.read``); the page asks that, not this tag.
    """
    return {"lines": selectors.told(noun, thing_id)}
