"""Facts of the engine: what flows (abstract), the journal, the calendar, promises and the clocks that keep
them.
"""

from tongxin.engine.flows.models.calendar import CalendarDay, CalendarVersion, WorkingHours
from tongxin.engine.flows.models.clocks import Clock, Extension, Pause, Promise, Unit
from tongxin.engine.flows.models.flowing import Flowing, state_check, wake_index
from tongxin.engine.flows.models.journal import Cursor, Journal, SweepFailure

__all__ = [
    "CalendarDay",
    "CalendarVersion",
    "Clock",
    "Cursor",
    "Extension",
    "Flowing",
    "Journal",
    "Pause",
    "Promise",
    "SweepFailure",
    "Unit",
    "WorkingHours",
    "state_check",
    "wake_index",
]
