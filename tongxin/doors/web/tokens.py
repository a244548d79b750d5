"""The named values of the stylesheet, read from it, and how well its colours stand out from one another."""

import re
from functools import cache
from pathlib import Path

STYLESHEET = Path(__file__).parent / "static/web/tongxin.css"
# Least contrast of text: WCAG 2.1 AA, and what 长辈版 promises.
LEAST, LEAST_LARGE = 4.5, 7.0
# Every pair of text and ground the components draw.
TEXTS, GROUNDS = ("ink", "ink-soft", "blue", "green", "amber-ink"), ("paper", "sheet", "wash")
PAIRS = (
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    ("blue", "blue-wash"),
    ("green", "green-wash"),
    ("amber-ink", "amber-wash"),
    ("ink", "amber-wash"),
    ("amber-ink", "amber"),
    ("ink", "amber"),
)


@cache
def named(*, large: bool = False) -> dict[str, str]:
    """Every token with its value, such as ``{"ink": "#231f1a"}``; ``large``: as 长辈版 changes them."""
    sheet = re.sub(r"/\*.*?\*/", "", STYLESHEET.read_text("utf-8"), flags=re.S)
    rules = [re.search(r":root {(.*?)\n  }", sheet, re.S)]
    if large:
        rules.append(re.search(r"\.elder {(.*?)\n  }", sheet, re.S))
    return dict(pair for rule in rules for pair in re.findall(r"--([\w-]+): ([^;]+);", rule.group(1)))


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.1), 0 for black to 1 for white."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def weakest(*, large: bool = False) -> float:
    """The smallest contrast among all pairs of text and ground, white on the primary button included."""
    values = named(large=large)
    ratios = [contrast(values[text], values[ground]) for text, ground in PAIRS]
    return min(*ratios, *(contrast("#ffffff", values[red]) for red in ("red", "red-deep")))
