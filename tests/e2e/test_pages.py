"""Every page of the tour, on a phone and at a desk: nothing that ``tour.checks`` finds is wrong.

Few passes over all pages, each a test; the full matrix (three widths, both languages, usual and large
letters, the demo zone, axe everywhere) is ``make tour``.
"""

from django.conf import settings
from playwright.sync_api import Page

from tests.e2e.conftest import DESK, PHONE, Walk
from tongxin.doors.web.letters import COOKIE as LETTERS_COOKIE
from tour import checks
from tour.recorded import recorded


class Looks:
    """What was seen of pages; complained of at the end, when everything they show has been recorded."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, dict]] = []

    def at(self, name: str, page: Page, **asked: object) -> None:
        self.seen.append((name, page.evaluate(checks.look(), checks.asked(**asked))))

    def complaints(self) -> list[str]:
        said = recorded()
        return [f"{name}: {each}" for name, seen in self.seen for each in checks.complaints(seen, said)]


def test_nothing_is_wrong_on_a_phone_and_at_a_desk(walk: Walk) -> None:
    looks = Looks()
    for name, page in walk({}):
        page.evaluate(checks.axe())
        looks.at(f"{name} 360", page)
        page.set_viewport_size(DESK)
        looks.at(f"{name} 1280", page, skip=["color-contrast"])  # the same colours, the dearest rule
        page.set_viewport_size(PHONE)
    assert (wrong := looks.complaints()) == [], "\n".join(wrong)


def test_nothing_is_wrong_in_english_and_large_letters(walk: Walk) -> None:
    """Of axe's rules only the one for this: a contrast of 7:1."""
    looks = Looks()
    for name, page in walk({settings.LANGUAGE_COOKIE_NAME: "en", LETTERS_COOKIE: "1"}):
        page.evaluate(checks.axe())
        looks.at(name, page, large=True, rules=None)
    assert (wrong := looks.complaints()) == [], "\n".join(wrong)
