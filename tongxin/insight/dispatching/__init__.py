"""A week of orders as the planner takes it, read from the records; nothing here writes."""
