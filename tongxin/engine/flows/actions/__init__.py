"""The writes of the engine. A trade's own actions are short: they open ``taking`` and say what the
step means.
"""

from tongxin.engine.flows.actions.calendar import (
    clear_calendar_day,
    recompute_due,
    set_calendar_day,
    set_working_hours,
)
from tongxin.engine.flows.actions.gathered import gathered
from tongxin.engine.flows.actions.promises import set_promise
from tongxin.engine.flows.actions.taking import BORN, Taken, begin, remark, taking
from tongxin.engine.flows.actions.time import ask_extension, decide_extension, pause, resume

__all__ = [
    "BORN",
    "Taken",
    "ask_extension",
    "begin",
    "clear_calendar_day",
    "decide_extension",
    "gathered",
    "pause",
    "recompute_due",
    "remark",
    "resume",
    "set_calendar_day",
    "set_promise",
    "set_working_hours",
    "taking",
]
