"""Guesses categories and danger from words. Pure: no database, no clock."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tongxin.trades.cases.tokens import fold

URGENCIES = ("normal", "urgent", "emergency")
fold_word = lru_cache(maxsize=4096)(fold)  # the dictionary's words come again with every text
TOP_LEVEL_WEIGHT = 0.4  # "物业" says little; "电梯" below it says what is wrong


@dataclass(frozen=True)
class Guess:
    """One category, its share of all evidence (0 to 1), and the words of the text that speak for it."""

    category: Any
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Danger:
    """The urgency the words of a text ask for, and those words; "normal" where there is no danger."""

    urgency: str
    words: tuple[str, ...]


def guess(text: str, categories: Sequence[Any], limit: int = 3) -> list[Guess]:
    """The likeliest categories, best first. ``categories`` have ``path``, ``name`` and ``keywords``.

    Every word counts once and more the longer and the rarer it is among categories; a word inside a longer
    one that was found there ("电梯" in "加装电梯") does not count. Empty when no word is known.
    """
    owners: dict[str, list[Any]] = {}
    for category in categories:
        for word in {fold(word) for word in (*category.keywords, category.name)} - {""}:
            owners.setdefault(word, []).append(category)
    evidence: dict[str, float] = {}
    words: dict[str, list[str]] = {}
    for word in found(fold(text), owners):
        for category in owners[word]:
            depth = 1.0 if len(category.path) > 4 else TOP_LEVEL_WEIGHT
            weight = depth * math.sqrt(len(word)) / len(owners[word])
            evidence[category.path] = evidence.get(category.path, 0.0) + weight
            words.setdefault(category.path, []).append(word)
    total = sum(evidence.values())
    by_path = {category.path: category for category in categories}
    ranked = sorted(evidence, key=lambda path: (-evidence[path], path))[:limit]
    return [Guess(by_path[path], evidence[path] / total, tuple(words[path])) for path in ranked]


def found(folded: str, words: Any) -> list[str]:
    """Which of ``words`` occur in a folded text, longest first, none inside a longer one only."""
    left = folded
    hits = []
    for word in sorted(words, key=lambda each: (-len(each), each)):
        if word in left:
            hits.append(word)
            left = left.replace(word, "\0" * len(word))
    return hits


def danger(text: str, danger_words: Sequence[Any]) -> Danger:
    """What the danger words (``word``, ``urgency``, ``unless``) in a text ask for: the highest urgency
    among them.
    """
    folded = fold(text)
    hits = [
        row for row in danger_words
        if fold_word(row.word) in folded and not any(fold_word(other) in folded for other in row.unless)
    ]  # fmt: skip
    if not hits:
        return Danger("normal", ())
    highest = max((row.urgency for row in hits), key=URGENCIES.index)
    return Danger(highest, tuple(row.word for row in hits if row.urgency == highest))


def higher(one: str, other: str) -> str:
    """The more urgent of two urgencies."""
    return max(one, other, key=URGENCIES.index)
