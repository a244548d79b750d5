"""Everything that can be done with orders and volunteers, as verbs. One function for each step of the two
flow tables, and the ways in.

Every step takes ``by=`` and may take ``version=`` (what the person looked at), ``client_key=`` (the same
submission twice is one) and ``now=``.
"""

from tongxin.trades.orders.actions.certificates import certify, withdraw_certificate
from tongxin.trades.orders.actions.closing import close, lapse, rate
from tongxin.trades.orders.actions.cobuilding import (
    begin_project,
    drop_need,
    end_registration,
    name_need,
    offer_resource,
    register_member,
    register_unit,
)
from tongxin.trades.orders.actions.complaining import (
    complain,
    keep_upheld,
    let_stand,
    not_uphold,
    object_to,
    set_aside,
    uphold,
    withdraw_complaint,
)
from tongxin.trades.orders.actions.describing import describe
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
from tongxin.trades.orders.actions.drafting import (
    begin_draft,
    forget_draft,
    send_draft,
    send_whole,
    sweep_drafts,
    write_draft,
)
from tongxin.trades.orders.actions.erasing import erase_now
from tongxin.trades.orders.actions.intake import TOLD, Contact, Ordered, place_order
from tongxin.trades.orders.actions.joining import join, take_in
from tongxin.trades.orders.actions.looking import unmask
from tongxin.trades.orders.actions.menu import offer, take_off
from tongxin.trades.orders.actions.pairing import (
    agree_pairing,
    decline_pairing,
    deliver,
    drop_pairing,
    propose,
    thank,
)
from tongxin.trades.orders.actions.pictures import forget_pictures, remove_strays
from tongxin.trades.orders.actions.points import switch_points_off, switch_points_on
from tongxin.trades.orders.actions.proofs import attest, take_away
from tongxin.trades.orders.actions.screening import accept, cancel, change, refuse, remark, turn_into_case
from tongxin.trades.orders.actions.signing_up import sign_up
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
from tongxin.trades.orders.actions.volunteers import admit, come_back, leave, rest, turn_down
from tongxin.trades.orders.actions.ways_in import close_calendar, open_calendar, renew

__all__ = [
    "TOLD",
    "Contact",
    "Ordered",
    "accept",
    "admit",
    "agree",
    "agree_pairing",
    "agree_swap",
    "attest",
    "begin_draft",
    "begin_project",
    "cancel",
    "certify",
    "change",
    "close",
    "close_calendar",
    "come_back",
    "complain",
    "decline",
    "decline_pairing",
    "decline_swap",
    "deliver",
    "describe",
    "dispatch",
    "do_ourselves",
    "drop_need",
    "drop_pairing",
    "end_registration",
    "end_standing",
    "erase_now",
    "fall_back",
    "finish",
    "finish_ourselves",
    "forget_draft",
    "forget_pictures",
    "hand_back",
    "join",
    "keep_upheld",
    "lapse",
    "leave",
    "let_stand",
    "move",
    "name_need",
    "no_show",
    "not_uphold",
    "object_to",
    "offer",
    "offer_resource",
    "open_calendar",
    "open_up",
    "place_order",
    "propose",
    "raise_standing",
    "rate",
    "recall",
    "refuse",
    "register_member",
    "register_unit",
    "remark",
    "remove_strays",
    "renew",
    "rest",
    "schedule",
    "send_draft",
    "send_whole",
    "set_aside",
    "set_out",
    "sign_up",
    "swap",
    "sweep_drafts",
    "switch_points_off",
    "switch_points_on",
    "take",
    "take_away",
    "take_in",
    "take_off",
    "thank",
    "turn_down",
    "turn_into_case",
    "unanswered",
    "unmask",
    "uphold",
    "widen",
    "widen_now",
    "withdraw_certificate",
    "withdraw_complaint",
    "write_draft",
]
