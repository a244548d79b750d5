"""How a unit's resource meets a community's need, read as a table."""

from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.table import Ask, Flow, State, Step
from tongxin.engine.flows.who import the
from tongxin.trades.orders.flow import DESK, DESKS, NOTE, REASON, STREET

UNIT = the("unit", words=_("the unit that offers it"))

# fmt: off
STATES = [
    #     state        in words                      whose turn  promise     if late, tell
    State("proposed",  _("Proposed to the unit"),    UNIT,       "answer",   [DESK, UNIT]),
    State("agreed",    _("Agreed"),                  UNIT,       "deliver",  [DESK, UNIT]),
    State("delivered", _("Delivered, thanks are due"), DESK,     "thank",    [STREET]),
    State("thanked",   _("Thanked by letter"),       terminal=True, outcome="closed"),
    State("declined",  _("Not possible"),            terminal=True, outcome="closed"),
    State("dropped",   _("Called off"),              terminal=True, outcome="closed"),
]

STEPS = [
    #    step              in words                     from               to           who    asks
    Step("agree_pairing",  _("We'll do that"),          "proposed",        "agreed",    UNIT,  [NOTE],   tells=[DESK]),
    Step("decline_pairing", _("We can't do that"),      "proposed",        "declined",  UNIT,  [REASON], tells=[DESK]),
    Step("deliver",        _("It has taken place"),     "agreed",          "delivered", UNIT | DESKS, [
        Ask("note", _("What was done"), "long_text"),
        Ask("held_at", _("When it was"), "datetime"),
        Ask("minutes", _("Minutes it took"), "integer"),
        Ask("reached", _("How many people it reached"), "integer"),
    ], tells=[DESK, UNIT]),
    Step("thank",          _("Thank by letter"),        "delivered",       "thanked",   DESKS, [Ask("letter", _("Text of the letter"), "long_text")], tells=[UNIT]),
    Step("drop_pairing",   _("Call it off with the unit"), "proposed agreed", "dropped",   DESKS, [REASON], tells=[UNIT]),
]
# fmt: on

PAIRING = Flow(
    name="pairing",
    noun="orders.pairing",
    label=_("Co-building"),
    states=STATES,
    steps=STEPS,
    actions="tongxin.trades.orders.actions",
    initial="proposed",
)
