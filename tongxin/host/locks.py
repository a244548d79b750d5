"""Locks between processes. The kernel drops them with the process, so kill -9 leaves none behind."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def turn(path: Path) -> Iterator[None]:
    """Wait for one's turn and keep everybody else waiting until the block ends."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def claim(path: Path) -> TextIO | None:
    """Claim a lock for oneself until the file is closed; None when somebody has it."""
    file = path.open("a+")
    if try_alone(file):
        return file
    file.close()
    return None


def share(path: Path) -> TextIO:
    """Hold a lock together with others until the file is closed by everybody it was handed to."""
    file = path.open("a")
    fcntl.flock(file, fcntl.LOCK_SH)
    return file


def try_alone(file: TextIO) -> bool:
    """Turn a held or new lock into one that nobody shares; False when others have it too."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
