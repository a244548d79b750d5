"""Every request knows who acts: ``request.actor``, worked out once and only when someone asks."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from tongxin.ground.posts.actors import NOBODY, Actor
from tongxin.ground.posts.selectors import actor_for


class ActorMiddleware:
    """Sets ``request.actor``: the actor of the account that is signed in, or NOBODY. At most two queries.

    Stands below the authentication middleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    """The actor of the account that is signed in; NOBODY without one."""
    return actor_for(request.user) if request.user.is_authenticated else NOBODY
