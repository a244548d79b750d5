"""The communities there are."""

from tongxin.ground.territory.models import Place
from tongxin.ground.territory.selectors import COMMUNITY


def community_paths() -> list[str]:
    """The paths of all communities, for intake of many rows at once."""
    return list(Place.objects.filter(level__code=COMMUNITY).values_list("path", flat=True))
