"""``{% load answering %}{% who_answers place %}``: who answers for a place, for its page."""

from django import template

from tongxin.ground.posts import answering
from tongxin.ground.territory.models import Place

register = template.Library()


@register.inclusion_tag("web/posts/who_answers.html")
def who_answers(place: Place) -> dict[str, object]:
    """The offices and posts that answer for ``place``, with duty phones; no personal data."""
    return {"answers": answering.who_answers(place)}
