"""The life of an order, read as a table. Who takes part in it is a record beside it: ``Engagement``."""

from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.table import Ask, Flow, State, Step
from tongxin.engine.flows.who import above, here, system, the
from tongxin.trades.orders import conditions as when
from tongxin.trades.orders import offers

DESK = here("community_worker", "community_secretary")
DESKS = here("community_worker", "community_secretary", "street_desk")
STREET = above("street_desk", "street_leader")
ORDERER = the("reporter", words=_("the resident who ordered it"))
NEAR = the("near", words=_("a registered volunteer near this place"))
ASKED = the("asked", words=_("the volunteer who was asked"))
TAKER = the("taker", words=_("the volunteer who took it"))

ENGAGED = "accepted open widened dispatched taken scheduled on_way"
LIVE = "ordered accepted open widened dispatched taken scheduled on_way own_duty"
OPEN = LIVE + " done rated"

REASON = Ask("reason", _("Reason"), "long_text")
PRIVATE_REASON = Ask("reason", _("Reason"), "long_text", private=True)
WHY_NOT = Ask("reason", _("Reason"), "long_text", required=False, private=True)
NOTE = Ask("note", _("What should be known"), "long_text", required=False)
WHAT_DONE = Ask("note", _("What you did"), "long_text")
PHOTOS = Ask("photos", _("Photos"), "photos", required=False)
MINUTES = Ask("minutes", _("Minutes it took"), "integer")
STARTS = Ask("starts_at", _("Agreed time"), "datetime")
SINCE = Ask("since", _("From"), "datetime")
UNTIL = Ask("until", _("To"), "datetime")
SINCE_2 = Ask("since_2", _("Or from"), "datetime", required=False)
UNTIL_2 = Ask("until_2", _("to"), "datetime", required=False)
KIND = Ask("kind", _("Service"), "choice", required=False, choices=offers.kinds)
WAY_ON = Ask("openly", _("Who is asked"), "choice", choices=offers.ways_on)
VOLUNTEERS = Ask("volunteers", _("Volunteers"), "choices", choices=offers.volunteers)
CONTENT = Ask("content", _("How satisfied are you?"), "choice", choices=offers.contents)
TIME_RIGHT = Ask(
    "time_right", _("Is the time right that was written down?"), "choice", choices=offers.yes_or_no
)
COMMENT = Ask("comment", _("Anything to add?"), "long_text", required=False, private=True)

# fmt: off
STATES = [
    #     state         in words                              whose turn  promise        if late: tell, or take
    State("ordered",    _("Ordered"),                         DESK,       "screen",      [STREET]),
    State("refused",    _("Could not be taken on"),                    terminal=True, outcome="closed"),
    State("became_case", _("Goes on as a case"),              terminal=True, outcome="closed"),
    State("accepted",   _("Accepted, somebody is being sought"), DESK,    "dispatch",    [STREET]),
    State("open",       _("Open to take"),                    NEAR,       "find",        late_step="widen"),
    State("widened",    _("Open to take, further afield"),    NEAR,       "find_wider",  late_step="fall_back"),
    State("dispatched", _("Somebody has been asked"),         ASKED,      "agree",       late_step="unanswered"),
    State("taken",      _("Taken, the time is being agreed"), TAKER,      "schedule",    [DESK]),
    State("scheduled",  _("The time is agreed"),              TAKER,      "come",        [DESK]),
    State("on_way",     _("On the way"),                      TAKER,      "finish",      [DESK]),
    State("own_duty",   _("The community does it itself"),    DESK,       "own_duty",    [STREET]),
    State("done",       _("Done, waiting for a word"),        ORDERER,    "rate",        late_step="lapse"),
    State("rated",      _("The community closes it"),         DESK,       "close",       [STREET]),
    State("closed",     _("Finished"),                          terminal=True, outcome="closed"),
    State("cancelled",  _("Cancelled"),                       terminal=True, outcome="closed"),
]

STEPS = [
    # -- the desk looks at it first
    #    step             in words                           from                     to            who       asks                only if
    Step("accept",        _("Accept"),                       "ordered",               who=DESKS, asks=[WAY_ON, KIND], tells=[ORDERER], targets="open accepted"),
    Step("refuse",        _("We can't take it on"),                 "ordered",               "refused",    DESKS,    [PRIVATE_REASON],   tells=[ORDERER]),
    Step("turn_into_case", _("Turn into a case"),            "ordered accepted open widened own_duty", "became_case", DESKS, [Ask("case_number", _("Number of the case"), "text"), NOTE], tells=[ORDERER]),
    # -- somebody is found
    Step("open_up",       _("Open it to be taken"),          "accepted own_duty",     "open",       DESKS,    [],                 when.may_be_open),
    Step("take",          _("I'll do it"),                   "open widened",          who=NEAR, only_if=when.places_left, tells=[ORDERER], targets="= taken"),
    Step("dispatch",      _("Ask volunteers"),               "accepted open widened own_duty", "dispatched", DESKS, [VOLUNTEERS, NOTE], tells=[ASKED]),
    Step("agree",         _("Yes, I'll come"),               "dispatched",            who=ASKED, asks=[NOTE], tells=[DESK, ORDERER], targets="dispatched taken accepted"),
    Step("decline",       _("I can't this time"),            "dispatched",            who=ASKED, asks=[WHY_NOT], tells=[DESK], targets="dispatched accepted"),
    Step("unanswered",    _("Nobody has answered"),          "dispatched",            "accepted",   system(), tells=[DESK], by_system=True),
    Step("widen",         _("Ask further afield"),           "open",                  "widened",    system(), tells=[NEAR, DESK], by_system=True),
    Step("widen_now",     _("Ask further afield now"),       "open",                  "widened",    DESKS,    [],                 tells=[NEAR]),
    Step("fall_back",     _("Nobody was found: the community does it"), "widened",    "own_duty",   system(), tells=[DESK, ORDERER], by_system=True),
    Step("do_ourselves",  _("We do it ourselves"),           "accepted open widened", "own_duty",   DESKS,    [NOTE],             tells=[ORDERER]),
    # -- it is done
    Step("schedule",      _("Agree on the time"),            "taken",                 "scheduled",  TAKER | DESKS, [STARTS, NOTE], tells=[ORDERER, TAKER]),
    Step("move",          _("Another time is needed"),       "scheduled on_way",      "taken",      TAKER | ORDERER | DESKS, [REASON], tells=[ORDERER, TAKER]),
    Step("set_out",       _("I'm on my way"),                "scheduled",             "on_way",     TAKER,    [],                 when.on_the_day, [ORDERER]),
    Step("finish",        _("It is done"),                   "scheduled on_way",      "done",       TAKER,    [WHAT_DONE, MINUTES, PHOTOS], when.time_has_come, [ORDERER]),
    Step("finish_ourselves", _("Done by the community"),     "own_duty",              "done",       DESKS,    [WHAT_DONE, Ask("minutes", _("Minutes it took"), "integer", required=False), PHOTOS], tells=[ORDERER]),
    # -- it does not go as agreed
    Step("hand_back",     _("I can't do it after all"),      ENGAGED,                who=TAKER, asks=[REASON], tells=[DESK, ORDERER], targets="= open accepted"),
    Step("swap",          _("Ask somebody else to do it for me"), "taken scheduled",  "=",          TAKER,    [Ask("number", _("Number of the other volunteer"), "text"), NOTE], when.no_swap_asked, [ASKED]),
    Step("agree_swap",    _("Yes, I'll do it instead"),      "taken scheduled",       "=",          ASKED,    tells=[TAKER, DESK, ORDERER]),
    Step("decline_swap",  _("No, I can't do it instead"),    "taken scheduled",       "=",          ASKED,    tells=[TAKER]),
    Step("recall",        _("Call the volunteers back"),     "dispatched taken scheduled", "accepted", DESKS,  [REASON],           tells=[ASKED, TAKER, ORDERER]),
    Step("no_show",       _("Nobody came"),                  "scheduled on_way",      who=ORDERER | DESKS, asks=[NOTE], only_if=when.time_is_past, tells=[DESK, TAKER], targets="open accepted"),
    Step("change",        _("Change the wanted times"),      "ordered accepted open widened own_duty", "=", ORDERER | DESKS, [SINCE, UNTIL, SINCE_2, UNTIL_2], tells=[DESK]),
    Step("cancel",        _("Cancel the order"),             LIVE,                    "cancelled",  ORDERER | DESKS, [WHY_NOT],   tells=[ORDERER, ASKED, TAKER, DESK]),
    Step("remark",        _("Internal note"),                OPEN,                    "=",          DESKS,    [Ask("note", _("Note for colleagues"), "long_text")]),
    # -- the last word, and the hours confirmed by both sides
    Step("rate",          _("Say how it was"),               "done",                  who=ORDERER | DESKS, asks=[CONTENT, TIME_RIGHT, COMMENT], tells=[TAKER, DESK], targets="closed rated"),
    Step("lapse",         _("No word came"),                 "done",                  "rated",      system(), tells=[DESK], by_system=True),
    Step("close",         _("Close it"),                     "rated",                 "closed",     DESKS,    [Ask("minutes", _("Minutes to be confirmed"), "integer"), NOTE], tells=[TAKER]),
]
# fmt: on

ORDER = Flow(
    name="order",
    noun="orders.order",
    label=_("Order"),
    states=STATES,
    steps=STEPS,
    actions="tongxin.trades.orders.actions",
    initial="ordered",
)
