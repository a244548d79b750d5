"""The life of one summons: one unit, called to one case, with its own clocks."""

from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.table import Ask, Flow, State, Step
from tongxin.engine.flows.who import here, system
from tongxin.trades.cases import conditions as when
from tongxin.trades.cases import offers
from tongxin.trades.cases.flow import DAYS, DESK, DESKS, NOTE, PHOTOS, REASON, STREET, SUPERVISORS, UNIT

ARBITERS = here("street_desk", "street_leader")
ZONE = here("zone_leader")

AT_UNIT = "issued signed_in on_site"
PENDING = "issued signed_in on_site disputed at_street answered"

# fmt: off
STATES = [
    #     state        in words                                    whose turn  promise      if late, tell
    State("issued",    _("Summoned"),                              UNIT,       "sign_in",   [DESK, UNIT]),
    State("signed_in", _("Signed in"),                             UNIT,       "answer",    [DESK, UNIT, STREET]),
    State("on_site",   _("On site"),                               UNIT,       "answer",    [DESK, UNIT, STREET]),
    State("disputed",  _("Returned, the community decides"),       DESK,       "settle",    [STREET], aside=True),
    State("at_street", _("Returned again, the street decides"),    STREET,     "arbitrate", [ZONE], aside=True),
    State("answered",  _("Answered"),                              DESK),
    State("accepted",  _("Answer accepted"),                       terminal=True, outcome="closed"),
    State("released",  _("Released"),                              terminal=True, outcome="closed"),
    State("cancelled", _("Called off"),                            terminal=True, outcome="closed"),
]

STEPS = [
    #    step              in words                              from                    to            who      asks             only if
    Step("sign_in",        _("Sign in: we are on it"),           "issued",               "signed_in",  UNIT,    [NOTE],          tells=[DESK]),
    Step("arrive",         _("On site"),                         "signed_in",            "on_site",    UNIT,    [NOTE],          tells=[DESK]),
    Step("unit_progress",  _("Note progress"),                   "signed_in on_site",    "=",          UNIT,    [Ask("note", _("How it stands"), "long_text"), PHOTOS], tells=[DESK]),
    Step("answer",         _("Answer"),                          "signed_in on_site",    "answered",   UNIT,    [Ask("note", _("What was done, and what came of it"), "long_text"), PHOTOS], tells=[DESK]),
    Step("dispute",        _("Return: not ours"),                "issued signed_in",     who=UNIT, asks=[Ask("ground", _("Ground"), "choice", choices=offers.grounds), Ask("proposed", _("Whose it should be"), "choice", choices=offers.units), REASON], only_if=when.may_return, tells=[DESK, STREET], targets="disputed at_street"),
    Step("uphold",         _("Agree, and summon the right unit"), "disputed",            "released",   DESKS,   [Ask("unit", _("Summon instead"), "choice", choices=offers.units), NOTE], tells=[UNIT]),
    Step("reject",         _("It stays with this unit"),         "disputed",             who=DESKS, asks=[REASON], tells=[UNIT], targets="issued signed_in"),
    Step("decide_release", _("Decide: another unit"),            "at_street",            "released",   ARBITERS, [Ask("unit", _("Summon instead"), "choice", choices=offers.units), REASON], tells=[UNIT, DESK]),
    Step("decide_keep",    _("Decide: this unit"),               "at_street",            who=ARBITERS, asks=[REASON], tells=[UNIT, DESK], targets="issued signed_in"),
    Step("redo",           _("Do it again"),                     "answered",             "signed_in",  DESKS,   [REASON],        tells=[UNIT]),
    Step("settle_answer",  _("Accept the answer"),               "answered",             "accepted",   system(), by_system=True),
    Step("call_off",       _("Call off"),                        PENDING,                "cancelled",  DESKS,   [REASON],        tells=[UNIT]),
    Step("fall_away",      _("Called off with its case"),        PENDING,                "cancelled",  system(), tells=[UNIT], by_system=True),
    Step("urge_unit",      _("Urge the unit"),                   AT_UNIT,                "=",          DESKS | SUPERVISORS, only_if=when.not_urged_today, tells=[UNIT]),
    Step("ask_more_time",  _("Ask for more time"),               "signed_in on_site",    "=",          UNIT,    [DAYS, REASON],  when.no_extension_asked, [DESK]),
    Step("grant_more_time", _("Grant more time"),                "signed_in on_site",    "=",          DESKS,   [NOTE],          when.extension_asked, [UNIT]),
    Step("refuse_more_time", _("Refuse more time"),              "signed_in on_site",    "=",          DESKS,   [REASON],        when.extension_asked, [UNIT]),
]
# fmt: on

SUMMONS = Flow(
    name="summons",
    noun="cases.summons",
    label=_("Summons"),
    states=STATES,
    steps=STEPS,
    actions="tongxin.trades.cases.actions",
    initial="issued",
)
