"""Words for finding cases by their text, where words aren't separated by spaces.

Every text is folded (width, case, punctuation) into runs of letters and digits; a run is indexed by its
pairs of neighbouring characters and its last character. A sought word is then wherever all its pairs are,
which the index answers, and its folded text is, which the recheck answers; a word of one or two characters
needs none. Trigrams can't do this: most Chinese words have two characters.
"""

import re
import unicodedata
from operator import add

_BREAKS = re.compile(r"[\W_]+")
LONGEST_QUERY = 64
EXACT = 2  # a sought word of so many characters is found by the index alone, without a recheck


def fold(text: str) -> str:
    """One case, one width, one space between runs. ``Ｂ座,电梯!`` -> ``b座 电梯``. NUL bytes vanish."""
    return _BREAKS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def pairs(folded: str) -> set[str]:
    """The index words of a folded text."""
    words: set[str] = set()
    for run in folded.split():
        words.update(map(add, run, run[1:]))
        words.add(run[-1])
    return words


def vector(folded: str) -> str:
    """The index words as the text form of a ``tsvector`` without positions; folded text needs no escapes."""
    words = pairs(folded)
    return "'" + "' '".join(sorted(words)) + "'" if words else ""


def sought(query: str) -> list[str]:
    """The folded words of a query, all of which must occur."""
    return fold(query[:LONGEST_QUERY]).split()


def tsquery(words: list[str]) -> str:
    """A ``tsquery`` that every text containing all words fulfils (and few others)."""
    terms = []
    for word in words:
        if len(word) == 1:
            terms.append(_quoted(word) + ":*")
        else:
            terms.extend(_quoted(word[i : i + 2]) for i in range(len(word) - 1))
    return " & ".join(dict.fromkeys(terms))


def any_of(words: list[str]) -> str:
    """A ``tsquery`` that a text with any of the given pairs fulfils."""
    return " | ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
