"""How somebody becomes a volunteer, rests, and leaves; read as a table."""

from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.table import Ask, Flow, State, Step
from tongxin.engine.flows.who import the
from tongxin.trades.orders import conditions as when
from tongxin.trades.orders import offers
from tongxin.trades.orders.flow import DESK, DESKS, PRIVATE_REASON, STREET

SELF = the("self", words=_("the volunteer"))

# fmt: off
STATES = [
    #     state       in words                     whose turn  promise    if late, tell
    State("joined",   _("Waiting to be admitted"), DESK,       "admit",   [STREET]),
    State("active",   _("Active")),
    State("resting",  _("Resting")),
    State("refused",  _("Not admitted"),           terminal=True, outcome="closed"),
    State("left",     _("Left"),                   terminal=True, outcome="closed"),
]

STEPS = [
    #    step       in words                    from                    to          who           asks
    Step("admit",   _("Admit"),                 "joined",               "active",   DESKS,        tells=[SELF]),
    Step("turn_down", _("Don't admit"),         "joined",               "refused",  DESKS,        [PRIVATE_REASON], tells=[SELF]),
    Step("rest",    _("Rest for a while"),      "active",               "resting",  SELF | DESKS, [], when.nothing_taken),
    Step("come_back", _("Be there again"),      "resting",              "active",   SELF | DESKS),
    Step("leave",   _("Leave"),                 "joined active resting", "left",    SELF | DESKS, [], when.nothing_taken),
    Step("renew",   _("A new way in"),          "joined active resting", "=",       SELF | DESKS, tells=[SELF]),
    Step("attest",  _("Confirm a proof"),       "joined active resting", "=",       DESKS,        [Ask("skill", _("What is proved"), "choice", choices=offers.provable), Ask("until", _("Valid until"), "datetime"), Ask("document", _("Which paper was seen"), "text")]),
    Step("take_away", _("Withdraw a proof"),    "joined active resting", "=",       DESKS,        [Ask("skill", _("What is proved"), "choice", choices=offers.provable), PRIVATE_REASON], tells=[SELF]),
]
# fmt: on

VOLUNTEERING = Flow(
    name="volunteer",
    noun="orders.volunteer",
    label=_("Volunteer"),
    states=STATES,
    steps=STEPS,
    actions="tongxin.trades.orders.actions",
    initial="joined",
)
