"""``{% load cases %}``: what the flow engine offers, as the pages want it."""

from django import template

from tongxin.engine.flows.offering import step_links
from tongxin.engine.flows.selectors import Offer
from tongxin.trades.cases.choices import Urgency
from tongxin.trades.cases.glance import Glance

register = template.Library()

# From a state the step that usually comes next.
USUAL = {
    "reported": "accept",
    "accepted": "whistle",
    "handling": "report_done",
    "answered": "verify",
    "verified": "call_back",
    "issued": "sign_in",
    "signed_in": "answer",
    "on_site": "answer",
}


@register.filter
def urgency_word(value: str) -> str:
    """How urgent a case is, said to the reader: ``Urgent`` for ``urgent``."""
    return str(Urgency(value).label)


@register.simple_tag
def steps_of(offers: list[Offer], base: str, state: str, carried: str = "") -> list[dict[str, object]]:
    """Offers as links; the step that usually follows on ``state`` stands first, as the primary one."""
    return step_links(offers, base, USUAL.get(state, ""), carried)


@register.filter
def to_do(glance: Glance) -> object:
    """What usually has to be done next with a thing, as the verb of its step; its state where nothing has."""
    step = USUAL.get(glance.thing.state)
    return glance.thing.flow.step(step).label if step else glance.label
