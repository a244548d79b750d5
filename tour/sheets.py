"""The contact sheet: one HTML page with every picture, and large PNG sheets to leaf through."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw

from tour.camera import Picture, slug, wrong_ones

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 1.5rem; background: #eee; color: #222 }
section { background: #fff; margin: 0 0 1.5rem; padding: .75rem 1rem; border-radius: 8px; overflow-x: auto }
.row { display: flex; gap: 1rem; align-items: flex-start }
figure { margin: 0; flex: none } figcaption { color: #666; font-size: 13px }
img { border: 1px solid #ccc; height: 420px; max-width: 560px; object-fit: cover; object-position: top }
ul { margin: .3rem 0; color: #8a4b00 }
"""
ACROSS = {360: 10, 768: 6, 1280: 5}
SHOWN = {360: 240, 768: 380, 1280: 460}  # px in a sheet
ON_A_SHEET = 20
TALLEST = 2.6  # times the width; what is longer is cut
GAP, LABEL = 16, 22


def write(pictures: Sequence[Picture], folder: Path) -> Path:
    """Write ``index.html`` and ``sheets/*.png`` below ``folder``; the address of the page."""
    page = folder / "index.html"
    page.write_text(_page(pictures, folder), encoding="utf-8")
    _sheets(pictures, folder / "sheets")
    return page


def _page(pictures: Sequence[Picture], folder: Path) -> str:
    names = groupby(pictures, key=lambda each: (each.stage, each.stop.name, each.stop.who))
    sections = [_section(*key, list(group), folder) for key, group in names]
    head = f"{len(pictures)} pictures, {len(wrong_ones(pictures))} with complaints"
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Tour</title><style>{STYLE}</style>'
        f"<h1>Tour</h1><p>{head}</p>{''.join(sections)}</html>"
    )


def _section(stage: str, name: str, who: str, pictures: list[Picture], folder: Path) -> str:
    told = dict.fromkeys(text for picture in pictures for text in _told(picture))
    complaints = f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in told)}</ul>" if told else ""
    figures = "".join(
        f'<figure><a href="{(file := picture.file.relative_to(folder).as_posix())}">'
        f'<img loading="lazy" src="{file}" alt=""></a>'
        f"<figcaption>{picture.variant} {picture.width}</figcaption></figure>"
        for picture in pictures
    )
    title = f"{escape(name)} <small>as {escape(who)}, {escape(stage)}</small>"
    return (
        f'<section id="{stage}-{slug(name)}"><h2>{title}</h2>{complaints}'
        f'<div class="row">{figures}</div></section>'
    )


def _told(picture: Picture) -> list[str]:
    return [f"{picture.variant} {picture.width}: {text}" for text in picture.complaints]


def _sheets(pictures: Iterable[Picture], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)

    def shelf(each: Picture) -> tuple[str, str, int]:
        return each.stage, str(each.variant), each.width

    for (stage, variant, width), group in groupby(sorted(pictures, key=shelf), key=shelf):
        each = list(group)
        for number, start in enumerate(range(0, len(each), ON_A_SHEET), 1):
            sheet = _sheet(each[start : start + ON_A_SHEET], width)
            sheet.save(folder / f"{stage}-{variant}-{width}-{number}.png", optimize=False)


def _sheet(pictures: list[Picture], width: int) -> Image.Image:
    """Thumbnails in rows, each below its name."""
    wide, across = SHOWN.get(width, 400), ACROSS.get(width, 5)
    thumbnails = [_thumbnail(picture.file, wide) for picture in pictures]
    rows = [range(start, min(start + across, len(pictures))) for start in range(0, len(pictures), across)]
    heights = [max(thumbnails[i].height for i in row) + LABEL + GAP for row in rows]
    sheet = Image.new("RGB", (across * (wide + GAP) + GAP, sum(heights) + GAP), "#dddddd")
    draw, top = ImageDraw.Draw(sheet), GAP
    for row, height in zip(rows, heights, strict=True):
        for column, index in enumerate(row):
            left = GAP + column * (wide + GAP)
            draw.text((left, top), pictures[index].stop.name[: wide // 7], fill="#111111", font_size=13)
            sheet.paste(thumbnails[index], (left, top + LABEL))
        top += height
    return sheet


def _thumbnail(file: Path, wide: int) -> Image.Image:
    with Image.open(file) as picture:
        shown = picture.crop((0, 0, picture.width, min(picture.height, int(picture.width * TALLEST))))
        return shown.resize((wide, round(shown.height * wide / shown.width)), Image.Resampling.LANCZOS)
