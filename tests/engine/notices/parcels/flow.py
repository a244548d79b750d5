from tongxin.engine.flows.table import Ask, Flow, State, Step
from tongxin.engine.flows.who import above, anyone, here, the

ASKER = the("reporter", words="whoever asked")
DESK = here("community_worker")
STREET = above("street_leader")
UNIT = the("unit")

STATES = [
    State("asked", "Asked for", DESK),
    State("accepted", "Accepted", DESK),
    State("done", "Done", terminal=True, outcome="closed"),
]
STEPS = [
    Step("accept", "Accept", "asked", "accepted", DESK, tells=[ASKER]),
    Step("hurry", "Hurry", "*", "=", anyone(), tells=[DESK, UNIT, STREET]),
    Step("alarm", "Alarm", "*", "=", anyone(), tells=[DESK, UNIT]),
    Step("mutter", "Mutter", "*", "=", anyone(), [Ask("note", "What", "long_text")]),
    Step("finish", "Finish", "accepted", "done", anyone(), tells=[ASKER, the("helper"), DESK]),
]
ACTIONS = "tests.engine.notices.parcels.actions"
FLOW = Flow("parcel", "tests.parcel", STATES, STEPS, ACTIONS, "asked", "Parcel")
