"""Waiting for what another process or a browser does, never for a time."""

import time
from collections.abc import Callable


def until(what: Callable[[], object], told: str = "", *, seconds: float = 300) -> object:
    """Wait for ``what`` to be true and return it; fails after ``seconds``, with what one was ``told``."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, f"waited {seconds} s in vain for {told or what.__qualname__}"
        time.sleep(0.05)
    return found
