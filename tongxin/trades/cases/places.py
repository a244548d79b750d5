"""Which community a place belongs to, as a path; which place of one's own area a name means."""

from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import scope_q
from tongxin.ground.territory import paths, selectors
from tongxin.ground.territory.models import Place

COMMUNITY = "community"
MOST_CANDIDATES = 12


def places_named(said: str, actor: Actor, verb: str) -> list[Place]:
    """The places called so, or behind that code, where a post of the actor carries the verb."""
    code = selectors.resolve_place_code(said.strip().upper())
    found = selectors.places().filter(pk=code.place.pk) if code else selectors.search(said)
    return list(found.filter(scope_q(actor, verb, "path"))[:MOST_CANDIDATES])


def community_path_of(place: Place) -> str:
    """The path of the community the place lies in; its own path where there is no community above it."""
    above = Place.objects.filter(path__in=paths.ancestors_of(place.path), level__code=COMMUNITY)
    return above.values_list("path", flat=True).first() or place.path


def community_paths() -> list[str]:
    """The paths of all communities, for intake of many rows at once."""
    return list(Place.objects.filter(level__code=COMMUNITY).values_list("path", flat=True))
