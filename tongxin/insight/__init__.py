"""Reads; never changes what a trade recorded."""
