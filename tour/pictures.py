"""The pictures of the README, put together from those the tour has just taken of the demo zone."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from tour.camera import HEIGHTS, Picture, Variant

CHINESE, LARGE = Variant("zh-hans", False), Variant("zh-hans", True)
# File, and the pages in it from left to right: the visit, how it is shown, the width.
PICTURES = {
    "resident": [(name, CHINESE, 360) for name in ("cases:place", "cases:draft_what", "cases:tracked")],
    "large-letters": [(name, LARGE, 360) for name in ("web:home", "cases:place", "cases:tracked")],
    "desk": [("cases:queue leader", CHINESE, 1280)],
    "map": [("cases:map leader", CHINESE, 1280)],
    "orders": [(name, CHINESE, 360) for name in ("orders:order", "orders:own", "orders:offered")],
    "unit": [(name, CHINESE, 360) for name in ("cases:linked", "cases:linked_step")],
}
GAP, GROUND = 24, "#d8d2c6"


def write(pictures: Sequence[Picture], folder: Path) -> list[Path]:
    """Put every picture together whose pages were all visited; the files written."""
    taken = {(each.stop.name, each.variant, each.width): each for each in pictures if each.stage == "full"}
    written = []
    for name, pages in PICTURES.items():
        if all(page in taken for page in pages):
            written.append(folder / f"{name}.png")
            _beside([_screen(taken[page]) for page in pages]).save(written[-1], optimize=True)
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
