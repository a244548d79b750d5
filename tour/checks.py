"""What no page may have: the complaints about one page, found in the browser that shows it.

Pushed sideways; a target too small for a finger; a tab order of its own; a violation that axe-core finds
(WCAG 2.1 A and AA, and axe's own good practice); words or dates of the other language.
"""

import importlib.resources
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tour.languages import foreign

FINGER, LARGE_FINGER = 44, 60  # px; the second in large letters (长辈版)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


@cache
def axe() -> str:
    """The source of axe-core, which the development requirements bring along (MPL-2.0)."""
    return importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


@cache
def look() -> str:
    """The function to evaluate in a page, with ``asked()`` as its argument."""
    return Path(__file__).with_name("look.js").read_text("utf-8")


def asked(*, large: bool = False, rules: bool = True, skip: Sequence[str] = ()) -> dict[str, Any]:
    """What is asked of a page: in ``large`` letters larger targets; with ``rules`` what axe knows too.

    ``skip`` are names of axe's rules to leave out.
    """
    return {"least": LARGE_FINGER if large else FINGER, "axe": RULES if rules else None, "skip": list(skip)}


def complaints(seen: dict[str, Any], spared: Collection[str] = ()) -> list[str]:
    """One sentence for each thing found; empty when the page is as it should be.

    ``spared`` are names that are the same in both languages.
    """
    told = [f"{each['kind']}: {each['what']}" for each in seen["found"]]
    return told + [f"language: {text}" for text in foreign(seen["texts"], seen["language"], spared)]
