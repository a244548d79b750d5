"""The writes of this door: a file is taken in, batch by batch; an upload is kept and thrown away."""

from tongxin.doors.exchange.actions.importing import begin_run, break_off, carry_out, unfinished

__all__ = ["begin_run", "break_off", "carry_out", "unfinished"]
