"""Log files that do not grow for ever."""

from pathlib import Path

LARGEST = 10 * 1024 * 1024
KEPT = 3


def make_room(log: Path) -> None:
    """Before a start: when ``log`` is larger than 10 MB, put it aside as ``.1``; three are kept."""
    if not log.exists() or log.stat().st_size < LARGEST:
        return
    for number in range(KEPT - 1, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        if older.exists():
            older.replace(log.with_name(f"{log.name}.{number + 1}"))
    log.replace(log.with_name(f"{log.name}.1"))
