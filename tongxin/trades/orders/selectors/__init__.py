"""Questions about orders, volunteers and their hours. Nothing here writes."""

from tongxin.trades.orders.selectors.cobuilding import proposals, why_dropped, year_of
from tongxin.trades.orders.selectors.following import follow
from tongxin.trades.orders.selectors.hours import confirmed, verify
from tongxin.trades.orders.selectors.lists import for_desk, mine
from tongxin.trades.orders.selectors.menu import gathered_menu
from tongxin.trades.orders.selectors.near import near_me

__all__ = [
    "confirmed",
    "follow",
    "for_desk",
    "gathered_menu",
    "mine",
    "near_me",
    "proposals",
    "verify",
    "why_dropped",
    "year_of",
]
