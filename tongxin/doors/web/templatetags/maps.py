"""``{% load maps %}``: what lies under every map of this installation."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def map_ground() -> dict[str, object]:
    """``tiles``: addresses of tiles, separated by spaces, empty for none; ``credit``; ``gcj02``: they are
    shifted.
    """
    return {
        "tiles": " ".join(settings.TONGXIN_TILES),
        "credit": settings.TONGXIN_TILES_CREDIT,
        "gcj02": settings.TONGXIN_TILES_SYSTEM == "gcj02",
    }
