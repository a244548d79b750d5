"""``{% load cases %}``: what the flow engine offers, as the steps panel wants it."""

from django import template

from tongxin.engine.flows.selectors import Offer

register = template.Library()


@register.simple_tag
def steps_of(offers: list[Offer], base: str) -> list[dict[str, object]]:
    """Offers as links: each leads to ``base`` and the step's name; what is refused carries its reason."""
    return [
        {
            "label": offer.step.label,
            "href": f"{base}/{offer.step.name}",
            "allowed": offer.allowed,
            "reason": offer.reason,
        }
        for offer in offers
    ]
