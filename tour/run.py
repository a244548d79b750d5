"""One tour: the bare cast first, then the demo zone, each behind the product's own web server.

In each, lists come before the pages about one thing: to fill those, the thing is made.
"""

import secrets
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from django.db import connection

from bench.scratch import Scratch
from bench.server import HOST, web
from tests.cast import Cast, make_cast
from tongxin.demo import resetting
from tour import pictures as readme
from tour import sheets
from tour.camera import Camera, Picture, Stop, Variant, clear, wrong_ones
from tour.demo_cast import make_demo
from tour.people import cookies
from tour.recorded import recorded
from tour.visits import Visit, visits

IMAGES = Path("docs/images")
NARROW_AND_WIDE = {360, 1280}


def run(place: Scratch, chosen: Namespace, *, began: float) -> list[str]:
    """Take the pictures, write the sheets, print what is wrong; a line for each thing that is."""
    clear(chosen.folder)
    pictures: list[Picture] = []
    failed: list[str] = []
    stages: dict[str, Callable[[], Cast]] = {"empty": make_cast, "full": _demo}
    for number, stage in enumerate(name for name in stages if chosen.stage in (None, name)):
        if number:
            resetting.reset()
        cast, among = stages[stage](), wanted(chosen.only)
        _say(began, f"{stage}: {len(among)} pages")
        with web(place) as server:
            for about_a_thing in (False, True):
                stops = [_stop(each, cast) for each in among if each.about_a_thing is about_a_thing]
                camera = _camera(stage, f"http://{HOST}:{server.port}", chosen)
                connection.close()
                pictures += camera.go(stops)
                failed += camera.failed
    wrong = [*failed, *dict.fromkeys(_lines(wrong_ones(pictures)))]
    for line in wrong:
        print(line)
    if chosen.pictures:
        for file in readme.write(pictures, IMAGES):
            _say(began, f"{file}")
    page = sheets.write(pictures, chosen.folder)
    _say(began, f"{len(pictures)} pictures, {len(wrong)} complaints: {page}")
    return wrong


def wanted(only: Sequence[str]) -> list[Visit]:
    """The visits whose names begin with one of these; all where none is given."""
    return [visit for visit in visits() if not only or visit.name.startswith(tuple(only))]


def _camera(stage: str, base: str, chosen: Namespace) -> Camera:
    """The empty stage, about what a page says when it has nothing, in two opposite variants and widths."""
    variants = [
        Variant(language, letters == "large") for language in chosen.languages for letters in chosen.letters
    ]
    widths = chosen.widths
    if stage == "empty":
        variants = list(dict.fromkeys([variants[0], variants[-1]]))
        widths = [width for width in widths if width in NARROW_AND_WIDE] or widths
    return Camera(
        base, stage, variants, widths, chosen.folder / stage, rules=not chosen.fast, recorded=recorded()
    )


def _demo() -> Cast:
    return make_demo(password=secrets.token_urlsafe(12))


def _stop(visit: Visit, cast: Cast) -> Stop:
    return Stop(visit.name, visit.who, visit.url(cast), tuple(cookies(visit.who, cast).items()))


def _lines(wrong: Sequence[Picture]) -> list[str]:
    return [
        f"{picture.stage} {picture.stop.name} ({picture.stop.who}) {picture.variant} {picture.width}: {text}"
        for picture in wrong
        for text in picture.complaints
    ]


def _say(began: float, words: str) -> None:
    print(f"{time.monotonic() - began:6.0f} s  {words}", flush=True)
