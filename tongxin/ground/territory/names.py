"""How places are called in full, sorted and found by pinyin."""

import re
from collections.abc import Sequence
from functools import lru_cache

from pypinyin import lazy_pinyin

from tongxin.ground.territory.models import Place

NUMBERS = re.compile("[0-9]+")


def full_name(chain: Sequence[Place]) -> str:
    """The name of the last place of ``chain`` (root first) as people say it.

    It begins at the first place that belongs to addresses (the community). A place that itself
    belongs to addresses leaves out what does not: "天安社区 3号楼 2单元" names no group or cell.
    """
    begin = next((i for i, step in enumerate(chain) if step.level.in_address), len(chain) - 1)
    said = chain[begin:]
    if chain[-1].level.in_address:
        said = [step for step in said if step.level.in_address]
    return " ".join(step.name for step in said)


@lru_cache(maxsize=20_000)
def sort_key(name: str) -> str:
    """A key that sorts names by pinyin, and 3号楼 before 12号楼."""
    syllables = " ".join(lazy_pinyin(name)).lower()
    return NUMBERS.sub(lambda number: number[0].zfill(6), syllables)[:400]


@lru_cache(maxsize=20_000)
def initials(name: str) -> str:
    """The first letters of the syllables: 天安社区 is ``tasq``; digits and Latin letters stay."""
    parts = lazy_pinyin(name, errors=list)
    return "".join(part[:1] for part in parts if part[:1].isalnum()).lower()[:80]
