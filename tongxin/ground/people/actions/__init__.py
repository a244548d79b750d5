"""Every write about people. Verbs, keyword-only, with ``by=`` whoever acts."""

from tongxin.ground.people.actions.accounts import (
    LINK_HOURS,
    close_account,
    end_password_links,
    note_sign_in,
    open_account,
    reset_password,
    set_preferences,
    sign_out_everywhere,
    use_reset_link,
)
from tongxin.ground.people.actions.agreements import give_consent, give_notice, withdraw_consent
from tongxin.ground.people.actions.copying import Copy, hand_out
from tongxin.ground.people.actions.enlisting import enlist
from tongxin.ground.people.actions.erasure import erase, sweep_retention
from tongxin.ground.people.actions.households import settle
from tongxin.ground.people.actions.living import move_in, move_out
from tongxin.ground.people.actions.looking import unmask
from tongxin.ground.people.actions.persons import correct, register
from tongxin.ground.people.actions.resealing import reseal
from tongxin.ground.people.actions.resetting import (
    AGREED_LINK_HOURS,
    ask_reset,
    decide_reset,
    own_reason,
    reset_second_factor,
)
from tongxin.ground.people.actions.retaining import set_retention

__all__ = [
    "AGREED_LINK_HOURS",
    "LINK_HOURS",
    "Copy",
    "ask_reset",
    "close_account",
    "correct",
    "decide_reset",
    "end_password_links",
    "enlist",
    "erase",
    "give_consent",
    "give_notice",
    "hand_out",
    "move_in",
    "move_out",
    "note_sign_in",
    "open_account",
    "own_reason",
    "register",
    "reseal",
    "reset_password",
    "reset_second_factor",
    "set_preferences",
    "set_retention",
    "settle",
    "sign_out_everywhere",
    "sweep_retention",
    "unmask",
    "use_reset_link",
    "withdraw_consent",
]
