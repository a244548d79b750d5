"""``{% load orders %}``: what the flow engine offers, as the pages of orders want it."""

from django import template

from tongxin.engine.flows.offering import step_links
from tongxin.engine.flows.selectors import Offer

register = template.Library()

# From a state the desk's step that usually comes next.
USUAL = {
    "ordered": "accept",
    "accepted": "dispatch",
    "widened": "dispatch",
    "taken": "schedule",
    "own_duty": "finish_ourselves",
    "done": "rate",
    "rated": "close",
    "proposed": "agree_pairing",
    "agreed": "deliver",
    "delivered": "thank",
}


@register.simple_tag
def order_steps(offers: list[Offer], base: str, state: str, carried: str = "") -> list[dict[str, object]]:
    """Offers as links; the step that usually follows on ``state`` stands first, as the primary one."""
    return step_links(offers, base, USUAL.get(state, ""), carried)
