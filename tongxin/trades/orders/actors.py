"""A volunteer without an account, known by the personal link in a message."""

from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.models import Volunteer


def volunteer_actor(volunteer: Volunteer) -> Actor:
    """The volunteer as whoever acts. The name is safe to write down: a number, nobody's name."""
    return Actor(key=f"volunteer:{volunteer.pk}", name=str(volunteer))
