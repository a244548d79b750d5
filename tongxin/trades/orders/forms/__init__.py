"""The forms of orders that are not steps of a flow: one module for each door."""
