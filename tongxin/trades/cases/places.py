"""Which community a place belongs to, as a path."""

from tongxin.ground.territory import paths
from tongxin.ground.territory.models import Place

COMMUNITY = "community"


def community_path_of(place: Place) -> str:
    """The path of the community the place lies in; its own path where there is no community above it."""
    above = Place.objects.filter(path__in=paths.ancestors_of(place.path), level__code=COMMUNITY)
    return above.values_list("path", flat=True).first() or place.path


def community_paths() -> list[str]:
    """The paths of all communities, for intake of many rows at once."""
    return list(Place.objects.filter(level__code=COMMUNITY).values_list("path", flat=True))
