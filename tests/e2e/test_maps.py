"""Maps in a real browser: a place chosen by keyboard, on the map, without JavaScript; cases by place."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.cast import Cast
from tests.e2e.browser import sticking_out
from tests.e2e.conftest import DESK, PHONE
from tests.ground.territory.ground import square
from tests.trades.cases.walking import Walk
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory import actions
from tongxin.trades.cases.models import Case
from tour.checks import RULES, axe

STANDING = {"latitude": 34.72, "longitude": 117.22}


@pytest.fixture
def drawn(cast: Cast) -> Cast:
    """The community with its section inside, the section with a cell in each half."""
    actions.set_outline(cast.a.community, square(117.2, 34.7, 0.1), by=SYSTEM)
    actions.set_outline(cast.a.section, square(117.2, 34.7, 0.05), by=SYSTEM)
    return cast


def taking_down(page: Page) -> Page:
    page.goto("/desk/cases/new")
    page.get_by_label("发生了什么").fill("楼道灯不亮")
    return page


def seen_by_axe(page: Page) -> list[str]:
    """What axe-core finds wrong with the page's content as it stands, map and all."""
    page.evaluate(axe())
    found = page.evaluate("rules => axe.run('main', {runOnly: rules})", RULES)
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found["violations"]]


def sent(page: Page) -> Case:
    page.locator("main").get_by_role("button", name="提交").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("请告诉")
    return Case.objects.latest("pk")


def test_a_place_is_chosen_with_the_keyboard_alone(desktop: Page, drawn: Cast, sign_in) -> None:
    """Words, the arrow into the list, the space bar; further in by Enter, and up again."""
    sign_in(desktop, drawn.a.community_worker)
    page, keys = taking_down(desktop), desktop.keyboard
    page.get_by_label("在哪里").press_sequentially("3号楼")
    expect(page.get_by_role("radio", name="天安社区 3号楼 2单元 301")).to_be_visible()
    keys.press("ArrowDown")
    expect(page.get_by_role("radio", name="天安社区 3号楼 楼栋")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_role("radio", name="天安社区 3号楼 整个都算")).to_be_focused()
    keys.press("ArrowDown")
    expect(page.get_by_role("radio", name="2单元")).to_be_checked()
    assert sent(page).place == drawn.a.stairwell


def test_a_place_and_a_pin_are_chosen_on_the_map(
    open_context: Callable[..., BrowserContext], drawn: Cast, sign_in, shot
) -> None:
    """Press the section's shape: it is chosen, with the pin where it was pressed; then where one stands."""
    context = open_context(viewport=DESK, geolocation=STANDING, permissions=["geolocation"])
    desktop = context.new_page()
    sign_in(desktop, drawn.a.community_worker)
    page = taking_down(desktop)
    page.get_by_text("在地图上选").click()
    page.locator("path.map-place").click()
    expect(page.get_by_role("radio", name="第一片")).to_be_checked()
    expect(page.get_by_text("已标好位置。")).to_be_visible()
    shot(page, "picker-map-1280")
    assert seen_by_axe(page) == []
    case = sent(page)
    assert case.place == drawn.a.section
    assert (case.point_lat, case.point_lng) == pytest.approx((34.725, 117.225), abs=0.003)
    page = taking_down(desktop)
    page.get_by_text("在地图上选").click()
    page.get_by_role("button", name="用我现在的位置").click()
    expect(page.get_by_role("radio", name="第一片")).to_be_checked()
    case = sent(page)
    assert (case.place, case.point_lat, case.point_lng) == (drawn.a.section, *STANDING.values())


def test_a_place_is_chosen_without_javascript(plain_phone: Page, drawn: Cast, sign_in, shot) -> None:
    """Look words up, go further in, choose: the form comes back each time with what was typed."""
    sign_in(plain_phone, drawn.a.community_worker)
    page = taking_down(plain_phone)
    page.get_by_label("在哪里").fill("3号楼")
    page.get_by_role("button", name="找一找").click()
    page.get_by_role("button", name="再往里选 天安社区 3号楼", exact=True).click()
    expect(page.locator(".error-summary")).to_have_count(0)
    expect(page.get_by_label("发生了什么")).to_have_value("楼道灯不亮")
    shot(page, "picker-plain-360")
    assert sticking_out(page) == []
    expect(page.locator(".picker-map")).to_be_hidden()
    page.get_by_role("radio", name="2单元").check()
    assert sent(page).place == drawn.a.stairwell


def test_the_map_of_a_place_leads_further_in(phone: Page, drawn: Cast, sign_in, shot) -> None:
    """Pressing a shape opens the page of its place, as its line in the list does."""
    sign_in(phone, drawn.a.community_worker)
    phone.goto(f"/desk/territory/{drawn.a.community.pk}")
    assert (sticking_out(phone), phone.viewport_size) == ([], PHONE)
    phone.locator(".map-stage").scroll_into_view_if_needed()
    phone.locator("path.map-place").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("第一片")
    shot(phone, "place-map-360")


def test_cases_by_place_lead_to_their_queue(desktop: Page, drawn: Cast, sign_in, shot) -> None:
    """A shape says how many and opens the queue of its place; one by one they open themselves."""
    case = Walk(drawn).report(point=(34.72, 117.22))
    sign_in(desktop, drawn.a.community_worker)
    desktop.goto("/desk/map?level=section")
    expect(desktop.locator(".map-label")).to_have_text("第一片 1")
    desktop.get_by_role("button", name="逐件显示").click()
    desktop.locator("path.map-case").click()
    expect(desktop.get_by_role("link", name=str(case))).to_be_visible()
    shot(desktop, "cases-map-1280")
    assert seen_by_axe(desktop) == []
    desktop.keyboard.press("Escape")
    desktop.get_by_role("button", name="逐件显示").click()
    desktop.locator("path.map-place").click(position={"x": 20, "y": 20})
    expect(desktop).to_have_url(re.compile(f"path={drawn.a.section.path}"))
    expect(desktop.get_by_role("link", name=str(case))).to_be_visible()
