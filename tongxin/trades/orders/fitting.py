"""Whether a volunteer can do an order, and how well the two go together. Reads what is handed in only."""

import math
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.ground.territory.paths import WIDTH, is_within

EARTH = 6_371_000


def objection(order, volunteer, needing: set[str], open_now: int, now: datetime | None = None) -> object:
    """Why not, as a sentence to whoever tries; "" when nothing speaks against it.

    ``needing`` are the skills that count only with a proof; ``open_now`` how much the volunteer has taken on.
    """
    today = timezone.localdate(now)
    return unsuited(order, volunteer, volunteer.valid_skills(needing, today), needing, open_now, today)


def unsuited(order, volunteer, able: set[str], needing: set[str], open_now: int, today: date) -> object:
    """The same for one of many orders: ``able`` are the skills that count ``today``."""
    if volunteer.person_id is not None and volunteer.person_id in (order.requester_id, order.beneficiary_id):
        return _("You ordered this yourself; somebody else should do it.")
    if volunteer.state != "active":
        return _("Taking something on needs an active volunteer. Please ask your community.")
    age = volunteer.age_on(today)
    if age is not None and age < order.volunteer_age:
        return _("This one is for older volunteers.")
    missing = set(order.skills) - able
    if missing & needing:
        return _("This one needs a proof that the community has seen. Please bring it by.")
    if missing:
        return _("This one needs a skill that you have not named among your strengths.")
    if order.tongue and order.tongue not in volunteer.tongues:
        return _("Whoever is to be helped needs another language.")
    if open_now >= volunteer.most_open:
        return _("You have taken on as much as you wanted to at a time. Please finish something first.")
    return ""


def rank(order, volunteer, open_now: int) -> tuple:
    """Sorts the best first: liked to do it, the same community, little on hand, near in the tree."""
    home = volunteer.home_path
    return (
        order.kind_code not in volunteer.interests,
        not is_within(home, order.community_path),
        open_now,
        -shared_steps(home, order.place_path),
        volunteer.pk,
    )


def shared_steps(one: str, other: str) -> int:
    """How many levels of the tree two places have in common, from the root."""
    steps = 0
    while one[steps * WIDTH : (steps + 1) * WIDTH] == other[steps * WIDTH : (steps + 1) * WIDTH] != "":
        steps += 1
    return steps


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The straight line between two points (latitude, longitude), good enough within one zone."""
    middle = math.radians((one[0] + other[0]) / 2)
    north = math.radians(other[0] - one[0])
    east = math.radians(other[1] - one[1]) * math.cos(middle)
    return EARTH * math.hypot(north, east)


def way(volunteer, order) -> int | None:
    """Metres from the volunteer's home to the order; None where a point is not known."""
    here, there = volunteer.home, order.place
    if None in (here.point_lat, here.point_lng, there.point_lat, there.point_lng):
        return None
    return round(metres((here.point_lat, here.point_lng), (there.point_lat, there.point_lng)))
