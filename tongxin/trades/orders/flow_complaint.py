"""What becomes of a complaint about an order, read as a table."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongxin.engine.flows.table import Flow, State, Step
from tongxin.engine.flows.who import above, system, the
from tongxin.trades.orders.flow import DESK, DESKS, ORDERER, PRIVATE_REASON, TAKER

STREET = above("street_desk")
JUDGE = the("judge", words=_("somebody at the desk who had no part in it and has not decided it before"))

# fmt: off
STATES = [
    #     state        in words                              whose turn  promise   if late: tell, or take
    State("made",      _("Being looked into"),               DESK,       "look_into",  [STREET]),
    State("unfounded", _("Not upheld"),                      terminal=True, outcome="closed"),
    State("upheld",    _("Upheld; the volunteer may object once"), TAKER, "object",    late_step="let_stand"),
    State("objected",  _("Objected to, somebody else decides"), DESKS,   "look_again", [STREET]),
    State("final",     _("Upheld"),                          terminal=True, outcome="closed"),
    State("set_aside", _("Set aside after the objection"),   terminal=True, outcome="closed"),
    State("withdrawn", pgettext_lazy("of a complaint", "Taken back"),                      terminal=True, outcome="closed"),
]

STEPS = [
    #    step                 in words                           from        to           who      asks
    Step("uphold",            _("Uphold the complaint"),         "made",     who=JUDGE, asks=[PRIVATE_REASON], tells=[ORDERER, TAKER], targets="upheld final"),
    Step("not_uphold",        _("Don't uphold the complaint"),   "made",     "unfounded", JUDGE,   [PRIVATE_REASON], tells=[ORDERER, TAKER]),
    Step("withdraw_complaint", _("Take the complaint back"),     "made",     "withdrawn", ORDERER, tells=[DESK]),
    Step("object_to",         _("Object to the decision"),       "upheld",   "objected",  TAKER,   [PRIVATE_REASON], tells=[DESKS]),
    Step("let_stand",         _("Nobody objected"),              "upheld",   "final",     system(), by_system=True),
    Step("keep_upheld",       _("The decision stands"),          "objected", "final",     JUDGE,   [PRIVATE_REASON], tells=[ORDERER, TAKER]),
    Step("set_aside",         _("Set the decision aside"),       "objected", "set_aside", JUDGE,   [PRIVATE_REASON], tells=[ORDERER, TAKER]),
]
# fmt: on

COMPLAINING = Flow(
    name="complaint",
    noun="orders.complaint",
    label=_("Complaint"),
    states=STATES,
    steps=STEPS,
    actions="tongxin.trades.orders.actions",
    initial="made",
)
