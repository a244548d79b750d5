"""Dual registration and co-building: the community's side, and the unit's own page."""
