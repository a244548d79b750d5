"""What can be done with a thing, as links a page shows."""

from collections.abc import Iterable

from tongxin.engine.flows.selectors import Offer


def step_links(
    offers: Iterable[Offer], base: str, usual: str = "", carried: str = ""
) -> list[dict[str, object]]:
    """Offers as links: each leads to ``base`` and the step's name; what is refused carries its reason. The
    step named ``usual`` stands first, as the primary one. ``carried`` goes along behind the address.
    """
    links = [
        {
            "label": offer.step.label,
            "href": f"{base}/{offer.step.name}{carried}",
            "allowed": offer.allowed,
            "reason": offer.reason,
            "primary": offer.allowed and offer.step.name == usual,
        }
        for offer in offers
    ]
    return sorted(links, key=lambda link: not link["primary"])
