"""Every page of the tour, on a phone and at a desk: nothing that ``tour.checks`` finds is wrong.

Few passes over all pages, each a test; the full matrix (three widths, both languages, usual and large
letters, the demo zone, axe everywhere) is ``make tour``.
"""

from collections.abc import Callable, Iterator
from itertools import groupby

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page

from tests.cast import Cast
from tests.e2e.conftest import DESK, PHONE
from tongxin.doors.web.views.preferences import ELDER_COOKIE
from tour import checks
from tour.languages import names
from tour.people import cookies
from tour.visits import visits

Walk = Callable[[dict[str, str]], Iterator[tuple[str, Page]]]


@pytest.fixture
def walk(cast: Cast, open_context: Callable[..., BrowserContext], live_server) -> Walk:
    """``walk(chosen)`` opens every page with these cookies as a person who may see it: its name, the page."""

    def go(chosen: dict[str, str]) -> Iterator[tuple[str, Page]]:
        for who, theirs in groupby(sorted(visits(), key=lambda visit: visit.who), lambda visit: visit.who):
            context, asked = open_context(viewport=PHONE), list(theirs)
            kept = (cookies(who, cast) | chosen).items()
            context.add_cookies([{"name": name, "value": v, "url": live_server.url} for name, v in kept])
            page = context.new_page()
            for visit in asked:
                answer = page.goto(visit.url(cast))
                kind = answer.headers["content-type"].partition(";")[0]
                assert (visit.name, answer.status, kind) == (visit.name, 200, "text/html")
                yield visit.name, page
            context.close()

    return go


def told(name: str, page: Page, **asked: object) -> list[str]:
    seen = page.evaluate(checks.look(), checks.asked(**asked))
    return [f"{name}: {each}" for each in checks.complaints(seen, names())]


def test_nothing_is_wrong_on_a_phone_and_at_a_desk(walk: Walk) -> None:
    wrong: list[str] = []
    for name, page in walk({}):
        page.evaluate(checks.axe())
        wrong += told(f"{name} 360", page)
        page.set_viewport_size(DESK)
        wrong += told(f"{name} 1280", page, skip=["color-contrast"])  # the same colours, the dearest rule
        page.set_viewport_size(PHONE)
    assert wrong == [], "\n".join(wrong)


def test_nothing_is_wrong_in_english_and_large_letters(walk: Walk) -> None:
    chosen = {settings.LANGUAGE_COOKIE_NAME: "en", ELDER_COOKIE: "1"}
    wrong = [line for name, page in walk(chosen) for line in told(name, page, large=True, rules=False)]
    assert wrong == [], "\n".join(wrong)
