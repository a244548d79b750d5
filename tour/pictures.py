"""The pictures of the README, put together from those the tour has just taken of the demo zone."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from tour.camera import HEIGHTS, Picture, Variant

# File, and the pages in it from left to right; their width; whether in large letters.
PICTURES = {
    "resident": (("cases:place", "cases:draft_what", "cases:tracked"), 360, False),
    "large-letters": (("web:home", "cases:place", "cases:tracked"), 360, True),
    "desk": (("cases:queue leader",), 1280, False),
    "map": (("cases:map",), 1280, False),
    "orders": (("orders:order menu", "orders:tracked", "orders:offered"), 360, False),
    "board": (("dispatching:week",), 1280, False),
    "unit": (("cases:linked", "cases:linked_step"), 360, False),
}
# What the name of a file ends with, by language.
ENDS = {"zh-hans": "", "en": "-en"}
COLOURS = 256  # of a picture: a third of the size
GAP, GROUND = 24, "#d8d2c6"


def write(pictures: Sequence[Picture], folder: Path) -> list[Path]:
    """Put every picture together whose pages were all visited; the files written."""
    taken = {(each.stop.name, each.variant, each.width): each for each in pictures if each.stage == "full"}
    written = []
    for name, (visits, width, large) in PICTURES.items():
        for language, end in ENDS.items():
            pages = [(visit, Variant(language, large), width) for visit in visits]
            if all(page in taken for page in pages):
                written.append(folder / f"{name}{end}.png")
                whole = _beside([_screen(taken[page]) for page in pages])
                whole.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
                    written[-1], optimize=True
                )
    return written


def _screen(picture: Picture) -> Image.Image:
    """What is seen before anything is moved."""
    with Image.open(picture.file) as page:
        return page.crop((0, 0, page.width, min(page.height, HEIGHTS[picture.width]))).convert("RGB")


def _beside(screens: Sequence[Image.Image]) -> Image.Image:
    wide = sum(screen.width for screen in screens) + GAP * (len(screens) + 1)
    whole = Image.new("RGB", (wide, max(screen.height for screen in screens) + 2 * GAP), GROUND)
    left = GAP
    for screen in screens:
        whole.paste(screen, (left, GAP))
        left += screen.width + GAP
    return whole
