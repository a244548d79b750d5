"""Words of the other language on a page. Data (names, texts of residents) is spoken as it was written."""

import re
from collections.abc import Collection, Iterable
from functools import cache

from django.conf import settings

from tongxin.doors.web.catalogues import files
from tongxin.ground.organizations.models import Organization
from tongxin.trades.cases.models import Category, DangerWord

HOLE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
# Two English words in a row are a sentence somebody forgot; one alone may be a name.
ENGLISH = re.compile(r"\b[A-Za-z]{3,} [a-z]{2,}\b")
ENGLISH_DATE = re.compile(
    r"\b(?:[ap]\.?m\.|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d)", re.I
)
CHINESE_DATE = re.compile(r"\d ?[年月日](?!\w)|[上下]午 ?\d")
SENTENCE = 6  # letters besides the holes; a shorter one may be two names side by side


def names() -> set[str]:
    """What organisations, categories and danger words are called, whatever the page speaks."""
    said = [Organization.objects.values_list("name"), Category.objects.values_list("name")]
    return {name for rows in [*said, DangerWord.objects.values_list("word")] for (name,) in rows}


def foreign(texts: Iterable[str], language: str, spared: Collection[str] = ()) -> list[str]:
    """Those of the texts of a page in ``language`` ("zh" or "en") that are the other one's.

    ``spared`` are names of things, which are the same in both.
    """
    wrong = _english if language == "zh" else _chinese
    return sorted({text for text in texts if text not in spared and wrong(text)})


def _english(text: str) -> bool:
    said, _patterns = _sentences()
    return text in said or bool(ENGLISH.search(text) or ENGLISH_DATE.search(text))


def _chinese(text: str) -> bool:
    _said, patterns = _sentences()
    return bool(patterns.fullmatch(text) or CHINESE_DATE.search(text))


@cache
def _sentences() -> tuple[set[str], re.Pattern[str]]:
    """The English sentences whose translation differs, and a pattern of all the translations."""
    english, chinese = set(), set()
    for folder in files.our_folders():
        for entry in files.read(folder):
            translations = {entry.msgstr, *entry.msgstr_plural.values()} - {"", entry.msgid}
            if translations:
                english.add(entry.msgid)
                chinese |= {text for text in translations if _is_telling(text)}
    english -= {name for _code, name in settings.LANGUAGES}  # a language is called by its own name everywhere
    return english, re.compile("|".join(_pattern(text) for text in chinese))


def _is_telling(translation: str) -> bool:
    without_holes = HOLE.sub("", translation)
    return len(without_holes) >= SENTENCE or without_holes == translation


def _pattern(translation: str) -> str:
    """The translation, with anything where it has a hole."""
    return ".+".join(re.escape(" ".join(part.split())) for part in HOLE.split(translation))
