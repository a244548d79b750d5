from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.table import Ask, Flow, State, Step, condition
from tongxin.engine.flows.who import above, here, system, the

DESK = here("community_worker")
STREET = above("street_desk", "street_leader")
ASKER = the("asker", words=_("the neighbour who asked"))
HELPER = the("helper", words=_("the helper"))

REASON = Ask("reason", "Reason", "long_text")
HOURS = Ask("hours", "Hours more", "integer")
VERDICT = Ask("granted", "Grant it?", "boolean")
SPEED = Ask("speed", "How fast", "choice", choices=[("slow", "Slowly"), ("fast", "Fast")])
PHONE = Ask("phone", "Phone", "text", required=False, private=True)


@condition(_("An errand can be asked for again within 14 days."))
def within_14_days(thing, now):
    return (now - thing.state_since).days < 14


# fmt: off
STATES = [
    #     state      in words    whose turn  promise   if late: tell, or take
    State("asked",   "Asked",    DESK,       "answer", [STREET]),
    State("doing",   "Doing",    HELPER,     "finish", [DESK], "lapse"),
    State("waiting", "Waiting",  HELPER,     "finish", [DESK], "lapse"),
    State("done",    "Done",     terminal=True, outcome="closed"),
    State("dropped", "Dropped",  terminal=True, outcome="closed"),
]

STEPS = [
    #    step        in words       from             to         who              asks             only if         tells
    Step("take",     "Take",        "asked",         "doing",   DESK | HELPER,   [SPEED, PHONE],  None,           [ASKER]),
    Step("remark",   "Remark",      "*",             "=",       DESK | ASKER,    [Ask("note", "Note", "long_text")]),
    Step("hold",     "Hold",        "doing",         "waiting", HELPER,          [REASON]),
    Step("go_on",    "Go on",       "waiting",       "doing",   HELPER | DESK),
    Step("ask_time", "Ask time",    "doing",         "=",       HELPER,          [HOURS, REASON]),
    Step("decide",   "Decide",      "doing waiting", "=",       DESK,            [VERDICT]),
    Step("finish",   "Finish",      "doing",         who=HELPER, targets="done asked"),
    Step("drop",     "Drop",        "*",             "dropped", DESK | STREET,   [REASON]),
    Step("again",    "Again",       "done dropped",  "asked",   ASKER | STREET,  [REASON],        within_14_days, [DESK]),
    Step("lapse",    "Lapse",       "doing waiting", "asked",   system(),        by_system=True, tells=[ASKER]),
]
# fmt: on

FLOW = Flow("errand", "tests.errand", STATES, STEPS, "tests.engine.flows.errands.actions", "asked", "Errand")
