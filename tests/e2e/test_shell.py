"""The shell in a real browser: languages, letters, keyboard, phones, no script, nothing from elsewhere."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.browser import Watch, sticking_out
from tongxin.doors.web import limits
from tongxin.ground.people.models import Account
from tour import checks
from tour.camera import COMPONENTS
from tour.recorded import Recorded

PAGES = ["/", "/help", "/privacy", "/accessibility", "/burden"]


@pytest.mark.parametrize("width", [360, 1280])
def test_public_pages_fit_the_window(open_context: Callable[..., BrowserContext], shot, width: int) -> None:
    page = open_context(viewport={"width": width, "height": 740}).new_page()
    for address in PAGES:
        page.goto(address)
        shot(page, f"{address.strip('/') or 'home'}-{width}")
        assert (address, sticking_out(page)) == (address, [])


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_gallery_fits_the_window(
    open_context: Callable[..., BrowserContext], live_server, sign_in, shot, width, large, language
) -> None:
    context = open_context(viewport={"width": width, "height": 740})
    cookies = {"django_language": language} | ({"elder": "1"} if large else {})
    context.add_cookies(
        [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
    )
    page = context.new_page()
    sign_in(page, Account.objects.create_user("reviewer"))
    assert page.goto("/gallery").status == 200
    shot(page, f"gallery-{language}-{'large' if large else 'normal'}-{width}")
    assert sticking_out(page) == []
    pictured = page.evaluate(COMPONENTS)
    assert (len(pictured) > 20, [name for name, _top, height in pictured if height <= 0]) == (True, [])


TARGETS = """
() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((one) => {
    const box = one.getBoundingClientRect();
    const hidden = one.type === "hidden" || box.width < 2 || one.closest(".skip, .unseen");
    const inText = one.tagName === "A" && getComputedStyle(one).display === "inline";
    const inLabel = ["radio", "checkbox"].includes(one.type);
    return !hidden && !inText && !inLabel && Math.round(box.height) < LEAST;
  })
  .map((one) => `${one.tagName} ${one.textContent.trim().slice(0, 20)} ${one.getBoundingClientRect().height}`)
"""


@pytest.mark.parametrize(("large", "least"), [(False, 44), (True, 60)], ids=["normal", "large"])
def test_targets_are_large_enough(phone: Page, live_server, sign_in, large: bool, least: int) -> None:
    """44 px, and 60 px in large letters; a link within a sentence is as high as the sentence."""
    if large:
        phone.context.add_cookies([{"name": "elder", "value": "1", "url": live_server.url}])
    sign_in(phone, Account.objects.create_user("reviewer"))
    for address in [*PAGES, "/gallery"]:
        phone.goto(address)
        assert (address, phone.evaluate(TARGETS.replace("LEAST", str(least)))) == (address, [])


def test_language_and_letters_without_script(plain_phone: Page) -> None:
    """A reader without JavaScript switches to English and to large letters, stays on the page, and back."""
    plain_phone.goto("/help")
    expect(plain_phone.locator("html")).to_have_attribute("lang", "zh-CN")
    plain_phone.get_by_role("button", name="English").click()
    expect(plain_phone).to_have_url(re.compile("/help$"))
    expect(plain_phone.get_by_role("heading", level=1)).to_have_text("How it goes")
    plain_phone.get_by_role("button", name="Large letters").click()
    expect(plain_phone.locator("html")).to_have_class("elder")
    plain_phone.get_by_role("button", name="Normal letters").click()
    expect(plain_phone.locator("html.elder")).to_have_count(0)


def test_keyboard_reaches_the_content_first(phone: Page) -> None:
    """The first Tab shows the skip link; Enter goes to the content, and the next Tab is inside it."""
    phone.goto("/")
    phone.keyboard.press("Tab")
    expect(phone.locator(".skip")).to_be_focused()
    expect(phone.locator(".skip")).to_be_in_viewport()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.closest('main') !== null")


def test_wrong_code_is_said_at_the_field_and_kept(phone: Page, shot) -> None:
    phone.goto("/")
    phone.get_by_label("门口的码").fill("hello")
    phone.get_by_role("button", name="打开").click()
    expect(phone.locator(".error-summary")).to_be_focused()
    expect(phone.get_by_label("门口的码")).to_have_value("hello")
    shot(phone, "home-error-360")
    phone.locator(".error-summary a").click()
    expect(phone.get_by_label("门口的码")).to_be_focused()


def test_dialog_opens_in_place_holds_the_keyboard_and_closes(desktop: Page, sign_in, shot) -> None:
    """Opened by its link, shut by Escape or its button; the keyboard is back where it was."""
    sign_in(desktop, Account.objects.create_user("reviewer"))
    desktop.goto("/gallery")
    opener, dialog = desktop.locator("[data-opens=dialog-sample]"), desktop.locator("#dialog-sample")
    expect(dialog).to_be_hidden()
    opener.click()
    expect(dialog).to_be_visible()
    shot(desktop, "dialog-1280")
    desktop.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    desktop.keyboard.press("Enter")
    dialog.get_by_role("button").click()
    expect(dialog).to_be_hidden()


def test_dialog_is_a_page_without_script(plain_phone: Page, sign_in) -> None:
    sign_in(plain_phone, Account.objects.create_user("reviewer"))
    plain_phone.goto("/gallery")
    plain_phone.locator("[data-opens=dialog-sample]").click()
    expect(plain_phone).to_have_url(re.compile("/gallery#dialogs$"))


ERRORS = {
    "/wrong/400": 400, "/wrong/403": 403, "/wrong/nowhere": 404, "/wrong/conflict": 409, "/wrong/notnow": 409,
    "/wrong/500": 500, "/wrong/full": 503, "/offline": 200,
}  # fmt: skip
# What the invented refusals say is data, not speech.
REFUSALS = "Only the street may do this; please ask the dispatcher.", "The case is already closed."
SAID = Recorded(names=frozenset([*REFUSALS, "Accepted", "Tian'an desk"]))


@pytest.mark.urls("tests.doors.web.urls")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_error_pages(open_context, live_server, watch: Watch, shot, caplog, language: str) -> None:
    """Each in both languages, with all that the tour asks of a page, the telephone in large letters too. The
    number to quote leads to the line in the log.
    """
    watch.expected = {status for status in ERRORS.values() if status != 200}
    context = open_context(viewport={"width": 360, "height": 740})
    page, wrong = context.new_page(), []
    for large in ("", "1"):
        kept = {"django_language": language, "elder": large}
        context.add_cookies([{"name": name, "value": v, "url": live_server.url} for name, v in kept.items()])
        for address, status in ERRORS.items():
            assert (address, page.goto(address).status) == (address, status)
            page.evaluate(checks.axe())
            seen = page.evaluate(checks.look(), checks.asked(large=bool(large)))
            wrong += [f"{address} {language} {large}: {each}" for each in checks.complaints(seen, SAID)]
            shot(page, f"error-{address.rpartition('/')[-1]}-{language}{large}-360")
    assert wrong == [], "\n".join(wrong)
    page.goto("/wrong/500")
    number = page.locator(".quote .spoken").inner_text()
    told = [one for one in caplog.records if one.name == "tongxin.errors" and number in one.getMessage()]
    assert [one.exc_info[0] for one in told] == [ZeroDivisionError]


@pytest.mark.urls("tests.doors.web.urls")
def test_what_was_written_is_on_the_page_of_an_error(
    phone: Page, watch: Watch, monkeypatch, settings, shot
) -> None:
    """Too much at once, and too often: said with what to do, and the words are not lost."""
    watch.expected = {413, 429}
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    phone.goto("/wrong/proof")
    phone.get_by_label("text").fill("x" * 2000)
    phone.get_by_role("button").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("发送的内容太大了")
    shot(phone, "error-413-360")
    phone.go_back()
    expect(phone.get_by_label("text")).to_have_value("x" * 2000)

    monkeypatch.setitem(limits.LIMITS, "wrong_proof", limits.Limit("test", "1/h", "1/h"))
    for _time in range(2):
        phone.goto("/wrong/proof")
        phone.get_by_label("text").fill("三号楼的电梯又停了")
        phone.get_by_role("button").click()
        phone.wait_for_load_state()
    expect(phone.get_by_role("heading", level=1)).to_have_text("请稍等一下")
    expect(phone.locator("main")).to_contain_text("三号楼的电梯又停了")
    shot(phone, "error-429-360")


@pytest.mark.urls("tests.doors.web.urls")
def test_form_is_proven_by_the_browser(phone: Page, monkeypatch) -> None:
    """The solver finds the number while one writes, and the server takes it for what it is."""
    monkeypatch.setitem(limits.LIMITS, "wrong_proof", limits.Limit("test", "5/h", "5/h"))
    phone.goto("/wrong/proof")
    phone.get_by_label("text").fill("a lift")
    phone.get_by_role("button").click()
    expect(phone.locator("body")).to_have_text("proven: a lift")


@pytest.mark.urls("tests.doors.web.urls")
def test_form_without_script_still_counts(plain_phone: Page, monkeypatch) -> None:
    monkeypatch.setitem(limits.LIMITS, "wrong_proof", limits.Limit("test", "5/h", "5/h"))
    plain_phone.goto("/wrong/proof")
    plain_phone.get_by_label("text").fill("a lift")
    plain_phone.get_by_role("button").click()
    expect(plain_phone.locator("body")).to_have_text("not proven: a lift")


def test_fields_speak_the_pages_language_not_the_browsers(
    open_context: Callable[..., BrowserContext], live_server, sign_in, tmp_path
) -> None:
    """A Chinese page in an English browser: the file's button and names, the day beside its picker."""
    page = open_context(locale="en-US", viewport={"width": 360, "height": 740}).new_page()
    page.context.add_cookies([{"name": "django_language", "value": "zh-hans", "url": live_server.url}])
    sign_in(page, Account.objects.create_user("reviewer"))
    page.goto("/gallery")
    uploader = page.locator(".uploader").filter(has=page.locator("#id_photos"))
    expect(uploader.locator("label")).to_have_text("拍照或选照片")
    (tmp_path / "电梯.jpg").write_bytes(b"no picture, but a name")
    uploader.locator("input").set_input_files(tmp_path / "电梯.jpg")
    expect(uploader.locator("li")).to_contain_text("电梯.jpg")
    day = page.locator(".written").filter(has=page.locator("#id_day"))
    expect(day.get_by_role("button", name="从日历里选")).to_be_visible()
    picker = day.locator("input[type=date]")
    picker.evaluate("one => { one.value = '2026-11-22'; one.dispatchEvent(new Event('change')); }")
    expect(page.locator("#id_day")).to_have_value("2026-11-22")


def test_days_and_files_are_plain_fields_without_script(plain_phone: Page, sign_in) -> None:
    sign_in(plain_phone, Account.objects.create_user("reviewer"))
    plain_phone.goto("/gallery")
    expect(plain_phone.locator("#id_photos")).to_be_visible()
    expect(plain_phone.locator("#id_day")).to_be_visible()
    expect(plain_phone.get_by_role("button", name="从日历里选")).to_have_count(0)
