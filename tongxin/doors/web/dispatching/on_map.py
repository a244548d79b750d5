"""The week's orders on a map: the outlines around them, and where each line of the board lies."""

from urllib.parse import urlencode

from django.urls import reverse

from tongxin.ground.territory.selectors import COMMUNITY
from tongxin.insight.dispatching.board import Board
from tongxin.trades.orders.models import Order


def drawn(found: Board) -> str:
    """The address of the outlines: the communities of the area, or what is directly below a community."""
    week, frame = found.week, found.week.where.frame
    going = (each.order for each in week.going)
    inside = [each.community_path for each in (*week.orders.values(), *going)]
    address = reverse("places:outlines", args=[frame.pk]) if frame else reverse("places:all_outlines")
    wide = frame is None or any(len(path) > len(frame.path) for path in inside)
    return f"{address}?{urlencode({'of': COMMUNITY})}" if wide else address


def spot(found: Board, order: Order) -> str:
    """Latitude and longitude of an order as the map reads them; nothing where nobody can tell."""
    point = found.week.where.points.get(order.place_path)
    return "{:.6f} {:.6f}".format(*point) if point else ""
