"""The desk: its list, one order, its steps, the plan of a week."""
