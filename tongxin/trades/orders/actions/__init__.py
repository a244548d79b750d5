"""Everything that can be done with orders and volunteers, as verbs. One function for each step of the two
flow tables, and the ways in.

Every step takes ``by=`` and may take ``version=`` (what the person looked at), ``client_key=`` (the same
submission twice is one) and ``now=``.
"""

from tongxin.trades.orders.actions.certificates import certify, withdraw_certificate
from tongxin.trades.orders.actions.closing import close, lapse, rate
from tongxin.trades.orders.actions.doing import (
    agree_swap,
    decline_swap,
    finish,
    finish_ourselves,
    hand_back,
    move,
    no_show,
    schedule,
    set_out,
    swap,
)
from tongxin.trades.orders.actions.intake import Contact, Ordered, place_order
from tongxin.trades.orders.actions.menu import offer, take_off
from tongxin.trades.orders.actions.screening import accept, cancel, change, refuse, remark, turn_into_case
from tongxin.trades.orders.actions.standing import end_standing, raise_standing
from tongxin.trades.orders.actions.taking_up import (
    agree,
    decline,
    dispatch,
    do_ourselves,
    fall_back,
    open_up,
    recall,
    take,
    unanswered,
    widen,
    widen_now,
)
from tongxin.trades.orders.actions.volunteers import (
    admit,
    attest,
    come_back,
    describe,
    join,
    leave,
    rest,
    take_away,
    take_in,
    turn_down,
)

__all__ = [
    "Contact",
    "Ordered",
    "accept",
    "admit",
    "agree",
    "agree_swap",
    "attest",
    "cancel",
    "certify",
    "change",
    "close",
    "come_back",
    "decline",
    "decline_swap",
    "describe",
    "dispatch",
    "do_ourselves",
    "end_standing",
    "fall_back",
    "finish",
    "finish_ourselves",
    "hand_back",
    "join",
    "lapse",
    "leave",
    "move",
    "no_show",
    "offer",
    "open_up",
    "place_order",
    "raise_standing",
    "rate",
    "recall",
    "refuse",
    "remark",
    "rest",
    "schedule",
    "set_out",
    "swap",
    "take",
    "take_away",
    "take_in",
    "take_off",
    "turn_down",
    "turn_into_case",
    "unanswered",
    "widen",
    "widen_now",
    "withdraw_certificate",
]
