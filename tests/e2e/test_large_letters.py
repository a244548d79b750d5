"""长辈版 in a real browser: reading aloud, folds, one tap back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

# A device that speaks, as far as a page can see: it keeps what it is told to say, stays with the first part
# until `release()`, and then says the rest at once.
SPEAKING_DEVICE = """
window.said = [];
const released = new Promise((resolve) => { window.release = resolve; });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  waiting: [],
  speak(one) { this.waiting.push(one); if (this.waiting.length === 1) setTimeout(() => this.next()); },
  next() {
    const one = this.waiting[0];
    if (!one) return;
    window.said.push([one.text, one.lang]);
    one.onstart();
    released.then(() => { this.waiting.shift(); one.onend(); this.next(); });
  },
  cancel() { this.waiting = []; },
} });
"""
DUMB_DEVICE = "Object.defineProperty(window, 'speechSynthesis', { value: undefined });"


@pytest.fixture
def large(open_context: Callable[..., BrowserContext], live_server) -> Callable[[str], Page]:
    """``large(device)``: a phone with large letters on that device."""

    def another(device: str) -> Page:
        context = open_context(viewport={"width": 360, "height": 740})
        context.add_cookies([{"name": "elder", "value": "1", "url": live_server.url}])
        context.add_init_script(device)
        return context.new_page()

    return another


def test_page_is_read_aloud_when_asked_and_only_then(large: Callable[[str], Page], shot) -> None:
    """Every visible sentence in the order of the page, each marked while it is said; no fold that is shut."""
    page = large(SPEAKING_DEVICE)
    page.goto("/help")
    assert page.evaluate("said") == []
    page.get_by_role("button", name="朗读本页").click()
    expect(page.locator(".being-read")).to_have_count(1)
    shot(page, "help-read-aloud-360")
    page.evaluate("release()")
    expect(page.get_by_role("button", name="朗读本页")).to_be_visible()  # it has come to the end
    said = page.evaluate("said")
    heading = page.get_by_role("heading", level=1).inner_text()
    assert {lang for _text, lang in said} == {"zh-CN"}
    assert [heading, page.locator("summary").first.inner_text()] == [
        text for text, _lang in said if text in {heading, page.locator("summary").first.inner_text()}
    ]
    assert page.locator(".fold-inside p").first.text_content() not in [text for text, _lang in said]


def test_reading_stops_when_asked(large: Callable[[str], Page]) -> None:
    page = large(SPEAKING_DEVICE)
    page.goto("/help")
    page.get_by_role("button", name="朗读本页").click()
    expect(page.locator(".being-read")).to_have_count(1)
    page.get_by_role("button", name="停止朗读").click()
    expect(page.locator(".being-read")).to_have_count(0)
    page.evaluate("release()")
    expect(page.get_by_role("button", name="朗读本页")).to_be_visible()
    assert page.evaluate("said.length") == 1


def test_device_that_cannot_speak_shows_no_button(large: Callable[[str], Page]) -> None:
    page = large(DUMB_DEVICE)
    page.goto("/help")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[data-read-aloud]")).to_be_hidden()
    page.locator("summary").first.click()
    expect(page.locator(".fold-inside").first).to_be_visible()
    page.get_by_role("button", name="普通版").click()
    expect(page.locator("html.elder")).to_have_count(0)
