"""Which cases this browser may open as their reporter."""

from django.http import HttpRequest

from tongxin.engine.tickets import numbers
from tongxin.engine.tickets.following import kind_of
from tongxin.ground.posts.actors import Actor
from tongxin.trades.cases.models import Case

CASES = kind_of(numbers.CASES)


def case_of(request: HttpRequest, number: str) -> tuple[Case, Actor]:
    """The case of that number and its reporter as an actor, if this browser holds it; else Http404."""
    return CASES.opened(request, number, "category", "duplicate_of")
