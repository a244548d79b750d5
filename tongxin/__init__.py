"""Tongxin 同心: neighbourhood governance, from the door to the solved need."""

__version__ = "0.1.0"
