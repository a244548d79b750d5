"""A place chosen in a form with the keyboard alone, on the map, where one stands, and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.cast import Cast
from tests.e2e.browser import sticking_out
from tests.e2e.conftest import DESK, PHONE
from tests.ground.territory.ground import square
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory import actions
from tongxin.trades.cases.models import Case

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
    case = sent(page)
    assert (case.place, round(case.point_lat, 2), round(case.point_lng, 2)) == (
        drawn.a.section,
        34.73,
        117.23,
    )
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
