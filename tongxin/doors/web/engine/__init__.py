"""Desk pages of the engine: the working calendar, and what is promised."""
