"""The desk in a real browser: by keys, several cases at once, two clerks at one case."""

import re

from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.e2e.browser import sticking_out
from tests.trades.cases.walking import Walk
from tongxin.trades.cases import actions


def test_a_clerk_works_by_keys_and_turns_them_off(cast: Cast, desktop: Page, sign_in, shot) -> None:
    """Down, up, open, next, search, help, palette; in a field a letter is a letter; turned off, it does
    nothing.
    """
    walk = Walk(cast)
    first, second, third = [walk.report(text).number for text in ("电梯坏了", "路灯不亮", "车位被占")]
    sign_in(desktop, cast.a.community_worker)
    desktop.goto("/desk/cases")
    desktop.keyboard.press("j")
    desktop.keyboard.press("j")
    desktop.keyboard.press("k")
    desktop.keyboard.press("j")
    desktop.keyboard.press("Enter")
    expect(desktop).to_have_url(re.compile(second))
    expect(desktop.locator(".beside [aria-current]")).to_contain_text("路灯不亮")
    desktop.keyboard.press("g")
    desktop.keyboard.press("n")
    expect(desktop).to_have_url(re.compile(third))

    desktop.keyboard.press("Control+k")
    expect(desktop.get_by_role("combobox", name="找页面")).to_be_focused()
    desktop.keyboard.type("受理")
    shot(desktop, "desk-palette")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_role("heading", level=1)).to_have_text("受理")
    desktop.keyboard.press("Control+k")
    desktop.keyboard.type(f"{first[:3]} {first[3:]}")
    desktop.keyboard.press("Enter")
    expect(desktop).to_have_url(re.compile(f"/desk/cases/{first}"))
    desktop.go_back()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("受理")

    desktop.keyboard.press("/")
    expect(desktop.get_by_role("searchbox").first).to_be_focused()
    desktop.keyboard.type("j?")
    expect(desktop.get_by_role("searchbox").first).to_have_value("j?")
    desktop.goto("/desk/cases")
    desktop.keyboard.press("j")
    desktop.keyboard.press("x")
    desktop.keyboard.press("g")
    desktop.keyboard.press("t")
    expect(desktop.get_by_text("选了 1 件")).to_be_visible()
    desktop.goto("/desk/cases")
    desktop.keyboard.press("?")
    expect(desktop.get_by_role("dialog", name="快捷键")).to_be_visible()
    desktop.get_by_role("button", name="在这台设备上关掉字母键").click()
    desktop.keyboard.press("?")
    desktop.keyboard.press("j")
    expect(desktop.get_by_role("dialog")).to_have_count(0)
    expect(desktop.locator("[data-row]:focus")).to_have_count(0)
    desktop.goto("/desk/keys")
    expect(desktop.get_by_role("button", name="打开字母键").first).to_be_visible()


def test_several_cases_are_accepted_at_once_and_the_rest_is_explained(
    cast: Cast, phone: Page, sign_in, shot
) -> None:
    """On a phone: two of three are ticked, one step, one form; a colleague was faster with one of them."""
    walk = Walk(cast)
    cases = [walk.report(text) for text in ("电梯坏了", "路灯不亮", "车位被占")]
    sign_in(phone, cast.a.community_worker)
    phone.goto("/desk/cases")
    for case in cases[:2]:
        phone.get_by_role("checkbox", name=str(case)).check()
    expect(phone.locator(".picked")).to_have_text("2")
    shot(phone, "desk-ticked-360")
    phone.get_by_role("button", name="勾选的一起办").click()
    phone.get_by_role("link", name="受理 全部可以", exact=True).click()
    actions.decline(cases[0], by=walk.street, reason="不归社区管")
    phone.get_by_label("类别").select_option(str(walk.category.pk))
    phone.get_by_label("一般").check()
    phone.get_by_role("button", name="受理").click()
    expect(phone.get_by_text("办好了 1 件。")).to_be_visible()
    expect(phone.get_by_text("有 1 件没办成")).to_be_visible()
    expect(phone.locator(".reason")).to_contain_text("刚刚")
    shot(phone, "desk-together-360")
    assert sticking_out(phone) == []


def look_again(page: Page) -> None:
    """As if the window came back to sight: the page asks at once whether the case has moved."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_an_open_case_moves_by_itself_and_takes_nothing_away(
    cast: Cast, desktop: Page, sign_in, watch, shot
) -> None:
    """A unit signs in while a clerk reads, and again something happens while the clerk writes: it is said,
    what is written stays, the difference is shown, and one press takes the step all the same.
    """
    walk = Walk(cast)
    case = walk.case("whistled")
    sign_in(desktop, cast.a.community_worker)
    desktop.goto(f"/desk/cases/{case.number}")
    actions.sign_in(case.open_summonses()[0], by=walk.property)
    look_again(desktop)
    said = desktop.locator(".live-said")
    expect(said).to_have_text("刚刚： 签到：我们来办 · " + walk.property.name)
    expect(desktop.locator(".threads .card").first).to_contain_text("已签到")
    shot(desktop, "desk-live")

    desktop.get_by_role("link", name="记录进展").click()
    desktop.get_by_label("进展情况").fill("物业在路上")
    actions.reclassify(case, by=walk.street, category=walk.category, urgency="urgent")
    look_again(desktop)
    expect(said).to_contain_text("您写的都还在")
    expect(desktop.get_by_label("进展情况")).to_have_value("物业在路上")
    watch.expected = {409}
    desktop.get_by_role("button", name="记录进展").click()
    expect(desktop.locator(".timeline").first).to_contain_text("一般 → 加急")
    expect(desktop.get_by_label("进展情况")).to_have_value("物业在路上")
    shot(desktop, "desk-conflict")
    desktop.get_by_role("button", name="仍要办：记录进展").click()
    expect(desktop.locator(".flashes")).to_contain_text("已办：记录进展")
    expect(desktop.locator(".timeline").last).to_contain_text("物业在路上")

    desktop.emulate_media(media="print")
    expect(desktop.locator(".timeline").last).to_be_visible()
    expect(desktop.locator(".flashes, .to-do, .case-nav").and_(desktop.locator(":visible"))).to_have_count(0)
    expect(desktop.get_by_role("link")).to_have_count(0)
