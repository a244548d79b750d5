"""Words of the other language on a page. Data (names, texts of residents) is spoken as it was written."""

import re
from collections.abc import Iterable
from functools import cache

from django.conf import settings

from tongxin.doors.web.catalogues import files
from tongxin.ground.people.models import Account
from tour.recorded import CHINESE, WORD, Recorded

HOLE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
# Two English words in a row are a sentence somebody forgot.
ENGLISH = re.compile(r"\b[A-Za-z]{3,} [a-z]{2,}\b")
ENGLISH_DATE = re.compile(
    r"\b(?:[ap]\.?m\.|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d)", re.I
)
CHINESE_DATE = re.compile(r"\d ?[年月日](?!\w)|[上下]午 ?\d")
SENTENCE = 6  # letters besides the holes; a shorter one may be two names side by side


def foreign(texts: Iterable[str], language: str, recorded: Recorded) -> list[str]:
    """Those of the texts of a page in ``language`` ("zh" or "en") that are the other one's.

    What is ``recorded`` may stand on any page: a Chinese page has no English word else that its translators
    did not write, an English page no Chinese letters else.
    """
    wrong = _english if language == "zh" else _chinese
    return sorted({text for text in texts if text not in recorded.names and wrong(text, recorded)})


def _english(text: str, recorded: Recorded) -> bool:
    said, _patterns, known = _sentences()
    if text in said or ENGLISH.search(text) or ENGLISH_DATE.search(text):
        return True
    return not {*WORD.findall(text)} <= known | recorded.words


def _chinese(text: str, recorded: Recorded) -> bool:
    _said, patterns, _known = _sentences()
    if patterns.fullmatch(text) or CHINESE_DATE.search(text):
        return True
    return text not in Account.Language.labels and not all(map(recorded.has, CHINESE.findall(text)))


@cache
def _sentences() -> tuple[set[str], re.Pattern[str], set[str]]:
    """The English sentences whose translation differs; a pattern of all the translations; the words that
    are the same in both languages, for a translator wrote them (Excel, the names of the languages).
    """
    english, chinese = set(), set()
    known = {word for _code, name in settings.LANGUAGES for word in WORD.findall(name)}
    for folder in files.our_folders():
        for entry in files.read(folder):
            translations = {entry.msgstr, *entry.msgstr_plural.values()} - {"", entry.msgid}
            known |= {word for text in translations for word in WORD.findall(HOLE.sub(" ", text))}
            if translations:
                english.add(entry.msgid)
                chinese |= {text for text in translations if _is_telling(text)}
    english -= {name for _code, name in settings.LANGUAGES}  # a language is called by its own name everywhere
    return english, re.compile("|".join(_pattern(text) for text in chinese)), known


def _is_telling(translation: str) -> bool:
    without_holes = HOLE.sub("", translation)
    return len(without_holes) >= SENTENCE or without_holes == translation


def _pattern(translation: str) -> str:
    """The translation, with anything where it has a hole."""
    return ".+".join(re.escape(" ".join(part.split())) for part in HOLE.split(translation))
