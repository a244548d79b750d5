"""What no page may have: the complaints about one page, found in the browser that shows it.

Pushed sideways; a target too small for a finger; no first heading, or several; two primary buttons in a form;
a tab order of its own; a violation that axe-core finds (WCAG 2.1 A and AA, and axe's own good practice; in
large letters a contrast of 7:1 too); something that jumps while the page comes; words or dates of the other
language.
"""

import importlib.resources
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tour.languages import foreign
from tour.recorded import Recorded

FINGER, LARGE_FINGER = 44, 60  # px; the second in large letters (长辈版)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
CONTRAST = ["color-contrast-enhanced"]  # 7:1, and 4.5:1 for what is large


@cache
def axe() -> str:
    """The source of axe-core, which the development requirements bring along (MPL-2.0)."""
    return importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


@cache
def look() -> str:
    """The function to evaluate in a page, with ``asked()`` as its argument."""
    return Path(__file__).with_name("look.js").read_text("utf-8")


def asked(
    *, large: bool = False, rules: Sequence[str] | None = RULES, skip: Sequence[str] = ()
) -> dict[str, Any]:
    """What is asked of a page: in ``large`` letters larger targets and more contrast.

    ``rules`` are axe's tags, nothing for nothing; ``skip`` are names of its rules to leave out.
    """
    least = LARGE_FINGER if large else FINGER
    return {"least": least, "axe": rules, "more": CONTRAST if large else [], "skip": list(skip)}


def complaints(seen: dict[str, Any], recorded: Recorded) -> list[str]:
    """One sentence for each thing found; empty when the page is as it should be."""
    told = [f"{each['kind']}: {each['what']}" for each in seen["found"]]
    return told + [f"language: {text}" for text in foreign(seen["texts"], seen["language"], recorded)]
