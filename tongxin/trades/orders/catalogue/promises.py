"""The time limits a new installation starts with. Rows, not rules: the office replaces them by dated rows
of its own. No regulation names limits for services of goodwill; each row says that it is ours.

One row: flow, promise, urgency ("" for any), amount, unit, share of the time left at which to remind.
"""

OURS = "同心默认，可按本单位规定修改"

ROWS = [
    # -- an order
    ("order", "screen", "", "1", "work_day", "0.2"),
    ("order", "screen", "urgent", "2", "work_hour", "0.2"),
    ("order", "dispatch", "", "1", "work_day", "0.2"),
    ("order", "dispatch", "urgent", "2", "work_hour", "0.2"),
    # Volunteers are not reminded to take what is open to all.
    ("order", "find", "", "24", "natural_hour", "0"),
    ("order", "find", "urgent", "4", "natural_hour", "0"),
    ("order", "find_wider", "", "24", "natural_hour", "0"),
    ("order", "find_wider", "urgent", "4", "natural_hour", "0"),
    ("order", "agree", "", "24", "natural_hour", "0.2"),
    ("order", "agree", "urgent", "4", "natural_hour", "0.2"),
    ("order", "schedule", "", "1", "natural_day", "0.2"),
    ("order", "schedule", "urgent", "4", "natural_hour", "0.2"),
    # Counted from the agreed time.
    ("order", "come", "", "0.5", "natural_hour", "0"),
    ("order", "finish", "", "12", "natural_hour", "0"),
    ("order", "own_duty", "", "3", "work_day", "0.2"),
    ("order", "own_duty", "urgent", "1", "work_day", "0.2"),
    ("order", "rate", "", "3", "natural_day", "0.2"),
    ("order", "close", "", "2", "work_day", "0.2"),
    # -- a volunteer
    ("volunteer", "admit", "", "5", "work_day", "0.2"),
]

COMPLAINT_ROWS = [
    ("complaint", "look_into", "", "5", "work_day", "0.2"),
    ("complaint", "object", "", "7", "natural_day", "0.2"),
    ("complaint", "look_again", "", "5", "work_day", "0.2"),
]

PAIRING_ROWS = [
    ("pairing", "answer", "", "5", "work_day", "0.2"),
    ("pairing", "deliver", "", "30", "natural_day", "0.2"),
    ("pairing", "thank", "", "5", "work_day", "0.2"),
]
