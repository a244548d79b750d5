"""The life of a case, read as a table. Its summonses have their own life, in ``flow_summons``."""

from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.table import Ask, Flow, State, Step
from tongxin.engine.flows.who import here, system, the
from tongxin.trades.cases import conditions as when
from tongxin.trades.cases import offers

DESK = here("community_worker", "community_secretary")
STREET = here("street_desk", "street_leader")
DESKS = here("community_worker", "community_secretary", "street_desk")
FIELD = here("grid_worker", "grid_secretary", "community_police", *DESKS.roles)
VERIFIERS = here("grid_worker", *DESKS.roles)
SUPERVISORS = here("street_desk", "street_leader", "zone_leader")
REPORTER = the("reporter", words=_("the resident who reported it"))
UNIT = the("unit", words=_("the summoned unit"))
SECOND = the("second_reviewer", words=_("a second person at the street, not the one who proposed it"))

OPEN = "reported accepted handling whistled answered verified unheard"
AT_WORK = "accepted handling whistled"
LIVE = "reported accepted handling whistled answered"

REASON = Ask("reason", _("Reason"), "long_text")
NOTE = Ask("note", _("What should be known"), "long_text", required=False)
PHOTOS = Ask("photos", _("Photos"), "photos", required=False)
CATEGORY = Ask("category", _("Category"), "category", choices=offers.categories)
URGENCY = Ask("urgency", _("Urgency"), "choice", choices=offers.urgencies)
UNITS = Ask("units", _("Units"), "units", choices=offers.units)
LEAD = Ask("lead", _("Which of them leads"), "choice", required=False, choices=offers.units)
WHAT = Ask("note", _("What has to be done"), "long_text")
SOLVED = Ask("solved", _("Is it solved?"), "choice", choices=offers.yes_or_no)
SOLVED_IF_REACHED = Ask("solved", _("Is it solved?"), "choice", required=False, choices=offers.yes_or_no)
SATISFIED = Ask(
    "satisfied", _("How satisfied are you?"), "choice", required=False, choices=offers.satisfactions
)
COMMENT = Ask("comment", _("Anything to add?"), "long_text", required=False, private=True)
DAYS = Ask("days", _("Working days more"), "integer")
PLACE = Ask("place", _("Place"), "place")
WORDS = Ask("text", _("What you want to add"), "long_text", private=True)
SHOWN = Ask("shown", _("Photos everybody may see"), "choices", required=False, choices=offers.photos)
RETURNS = Ask(
    "summonses", _("Which units must do it again"), "choices", required=False, choices=offers.answered_units
)

# fmt: off
STATES = [
    #     state           in words                                  whose turn  promise              if late: tell, or take
    State("reported",     _("Reported"),                            DESK,       "accept",            [STREET]),
    State("not_accepted", _("Not accepted"),                        terminal=True, outcome="closed"),
    State("accepted",     _("Accepted"),                            DESK,       "decide",            [STREET]),
    State("handling",     _("Being handled by the community"),      DESK,       "solve",             [STREET]),
    State("whistled",     _("Units summoned"),                      UNIT,       "solve",             [DESK, STREET]),
    State("answered",     _("Answered, being verified"),            DESK,       "verify",            [STREET]),
    State("verified",     _("Verified, to be called back"),         DESK,       "call_back",         [STREET]),
    State("unheard",      _("Waiting for the resident's word"),     REPORTER,   "last_word",         late_step="lapse"),
    State("closed",       _("Closed"),                              terminal=True, outcome="closed"),
    State("merged",       _("Joined to another case"),              terminal=True, outcome="closed"),
    State("withdrawn",    _("Withdrawn by the resident"),           terminal=True, outcome="closed"),
]

STEPS = [
    # -- the desk takes it in
    #    step               in words                          from                       to               who        asks                     only if
    Step("accept",          _("Accept"),                      "reported",                "accepted",      DESKS,     [CATEGORY, URGENCY],     tells=[REPORTER]),
    Step("decline",         _("Don't accept"),                "reported",                "not_accepted",  DESKS,     [REASON],                when.no_open_children, [REPORTER]),
    Step("reclassify",      _("Change category or urgency"),  OPEN,                      "=",             DESKS,     [CATEGORY, URGENCY]),
    Step("relocate",        _("Change the place"),            "reported accepted",       "=",             DESKS,     [PLACE, REASON],         tells=[DESK]),
    Step("merge",           _("Join to another case"),        LIVE,                      "merged",        DESKS,     [Ask("into", _("Number of the other case"), "text"), NOTE], when.no_open_children, [REPORTER]),
    Step("unmerge",         _("Separate again"),              "merged",                  "reported",      DESKS,     [REASON],                tells=[REPORTER]),
    Step("split",           _("Split into child cases"),      "accepted handling",       "=",             DESKS,     [Ask("texts", _("One child case a line"), "long_text", private=True)]),
    Step("publish",         _("Set what everybody may read"), OPEN + " closed",          "=",             DESKS,     [Ask("public_text", _("Public text, empty to hide it"), "long_text", required=False, private=True), SHOWN]),
    # -- the work
    Step("handle",          _("Handle it ourselves"),         "accepted",                "handling",      FIELD,     [NOTE],                  tells=[REPORTER]),
    Step("whistle",         _("Whistle: summon units"),       AT_WORK,                   "whistled",      DESKS,     [UNITS, LEAD, WHAT],           tells=[REPORTER]),
    Step("progress",        _("Note progress"),               "handling whistled",       "=",             FIELD,     [Ask("note", _("How it stands"), "long_text"), PHOTOS], tells=[REPORTER]),
    Step("report_done",     _("Report it done"),              "handling",                who=FIELD, asks=[Ask("note", _("What was done"), "long_text"), PHOTOS], only_if=when.no_open_children, tells=[REPORTER], targets="answered verified unheard"),
    Step("all_answered",    _("All units have answered"),     "whistled",                "answered",      system(),  tells=[DESK], by_system=True),
    Step("none_left",       _("No unit is summoned any more"), "whistled",               "accepted",      system(),  tells=[DESK], by_system=True),
    Step("part_over",       _("A case split off it is over"), "*",                       "=",             system(),  tells=[DESK], by_system=True),
    Step("verify",          _("Verify: it is solved"),        "answered",                who=VERIFIERS, asks=[NOTE, PHOTOS], only_if=when.no_open_children, tells=[REPORTER, UNIT], targets="verified unheard"),
    Step("send_back",       _("Send back: not solved yet"),   "answered",                who=VERIFIERS, asks=[REASON, RETURNS], tells=[UNIT], targets="handling whistled"),
    # -- the resident's last word
    Step("call_back",       _("Record the call-back"),        "verified unheard",        who=DESKS, asks=[Ask("reached", _("Was the resident reached?"), "choice", choices=offers.yes_or_no), SOLVED_IF_REACHED, SATISFIED, COMMENT], tells=[UNIT], targets="unheard closed accepted"),
    Step("verdict",         _("Say whether it is solved"),    "verified unheard closed",  who=REPORTER, asks=[SOLVED, SATISFIED, COMMENT], only_if=when.may_still_judge, tells=[DESK, UNIT], targets="closed accepted"),
    Step("lapse",           _("Close without the resident's word"), "unheard",           "closed",        system(),  tells=[REPORTER, DESK], by_system=True),
    Step("reopen",          _("Reopen"),                      "closed not_accepted",     who=REPORTER, asks=[Ask("reason", _("What is not right yet?"), "long_text", private=True)], only_if=when.within_14_days, tells=[DESK, STREET], targets="accepted reported"),
    Step("reopen_by_street", _("Reopen by the street"),       "closed not_accepted",     who=SUPERVISORS, asks=[REASON], tells=[DESK, REPORTER], targets="accepted reported"),
    Step("join",            _("Join to a report of the same thing"), "reported",         "merged",        REPORTER,  [Ask("into", _("Number of the other case"), "text")], when.no_open_children, [DESK]),
    Step("withdraw",        _("Withdraw"),                    LIVE,                      "withdrawn",     REPORTER,  [Ask("reason", _("Reason"), "long_text", required=False, private=True)], when.no_open_children, [DESK, UNIT]),
    # -- along the way
    Step("supply",          _("Add something"),               OPEN,                      "=",             REPORTER | FIELD, [WORDS, PHOTOS],  tells=[DESK, UNIT]),
    Step("note",            _("Internal note"),               OPEN + " closed not_accepted", "=",         FIELD | STREET, [Ask("text", _("Note for colleagues"), "long_text", private=True)]),
    Step("urge",            _("Urge"),                        LIVE,                      "=",             REPORTER,  only_if=when.not_urged_today, tells=[DESK, UNIT]),
    Step("ask_copy",        _("Ask for a copy of what is kept about me"), OPEN + " closed not_accepted", "=", REPORTER, only_if=when.copy_to_ask, tells=[DESK]),
    Step("supervise",       _("Supervise"),                   OPEN,                      "=",             SUPERVISORS, [Ask("note", _("What is expected, till when"), "long_text")], tells=[DESK, UNIT]),
    Step("pause",           _("Pause the clock"),             AT_WORK,                   "=",             DESKS,     [Ask("waiting_for", _("Waiting for"), "choice", choices=offers.waiting), REASON], when.running, [REPORTER]),
    Step("resume",          _("Let the clock run on"),        AT_WORK,                   "=",             DESKS,     [NOTE],                  when.paused, [REPORTER]),
    Step("ask_extension",   _("Ask for more time"),           AT_WORK,                   "=",             DESK,      [DAYS, REASON],          when.no_extension_asked, [STREET]),
    Step("grant_extension", _("Grant more time"),             AT_WORK,                   "=",             SUPERVISORS, [NOTE],                when.extension_asked, [DESK, REPORTER]),
    Step("refuse_extension", _("Refuse more time"),           AT_WORK,                   "=",             SUPERVISORS, [REASON],              when.extension_asked, [DESK]),
    # -- leaving a case out of the rates: a reason, a second person, the resident told, both rates shown
    Step("propose_exclusion", _("Propose to leave it out of the rates"), "closed",       "=",             DESKS,     [Ask("ground", _("Ground"), "choice", choices=offers.exclusion_grounds), Ask("evidence", _("Evidence"), "long_text")], when.counted, [STREET]),
    Step("confirm_exclusion", _("Leave it out of the rates"), "closed",                  "=",             SECOND,    [NOTE],                  when.exclusion_proposed, [DESK, REPORTER]),
    Step("refuse_exclusion", _("Keep it in the rates"),       "closed",                  "=",             SECOND,    [REASON],                when.exclusion_proposed, [DESK]),
]
# fmt: on

CASE = Flow(
    name="case",
    noun="cases.case",
    label=_("Case"),
    states=STATES,
    steps=STEPS,
    actions="tongxin.trades.cases.actions",
    initial="reported",
)
