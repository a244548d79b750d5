"""Stored paths: where a place stands in the tree, readable from one column.

A path is a run of fixed-width segments, one a level: ``0001000A0003`` is the third child of the
tenth child of the first root. Segments are base-36 upper case, so that in the C collation the
order of paths is the order of the tree, and everything below a place is one index range.
"""

import re

from django.db.models import Q

WIDTH = 4
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_CHILDREN = len(DIGITS) ** WIDTH - 1
AFTER_ALL = "~"
WELL_FORMED = re.compile(rf"(?:[0-9A-Z]{{{WIDTH}}})+")


def segment(number: int) -> str:
    """The segment of the child with this number. Raises ValueError outside 1 … MOST_CHILDREN."""
    if not 1 <= number <= MOST_CHILDREN:
        raise ValueError(f"a place is numbered from 1 to {MOST_CHILDREN}, not {number}")
    letters = ""
    for _ in range(WIDTH):
        number, rest = divmod(number, len(DIGITS))
        letters = DIGITS[rest] + letters
    return letters


def join(parent_path: str, number: int) -> str:
    """The path of the child with this number; ``parent_path`` is empty for a root."""
    return parent_path + segment(number)


def number_of(path: str) -> int:
    """The number of a place among the children of its parent."""
    return int(path[-WIDTH:], len(DIGITS))


def parent_of(path: str) -> str:
    """The parent's path, empty for a root."""
    return path[:-WIDTH]


def depth(path: str) -> int:
    """How many steps from the root: 1 for a root."""
    return len(path) // WIDTH


def below(field: str, path: str) -> Q:
    """Rows whose ``field`` is this path or under it, as one index range.

    Raises ValueError for an empty or broken path: nothing must widen to "everything" by accident.
    """
    if not WELL_FORMED.fullmatch(path):
        raise ValueError(f"not a place path: {path!r}")
    return Q(**{f"{field}__gte": path, f"{field}__lt": path + AFTER_ALL})


def ancestors_of(path: str) -> list[str]:
    """The path itself and those of all its ancestors, root first."""
    return [path[:end] for end in range(WIDTH, len(path) + 1, WIDTH)]


def is_within(path: str, ancestor: str) -> bool:
    """Whether ``path`` is ``ancestor`` or under it. Without a path one is nowhere, so: False."""
    return bool(ancestor) and path.startswith(ancestor)


def to_steps(path: str) -> str:
    """A path as people write it: ``0001000A0003`` is ``1.10.3``."""
    return ".".join(str(number_of(step)) for step in ancestors_of(path))


def from_steps(steps: str) -> str:
    """The path of ``1.10.3``. Raises ValueError when it is not a run of whole numbers from 1."""
    path = ""
    for step in steps.split("."):
        if not (step.isascii() and step.isdigit()):
            raise ValueError(f"not a run of numbers: {steps!r}")
        path = join(path, int(step))
    return path
