"""The dispatcher's board in a browser: moved by pointer, keyboard and without script, sent, taken, done."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.e2e.browser import sticking_out
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_maps import seen_by_axe
from tests.e2e.test_orders import let_in
from tests.e2e.test_stories import fill, take
from tests.ground.territory.ground import square
from tests.trades.orders.walking import Walk
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory import actions as territory
from tongxin.ground.territory.models import Place
from tongxin.insight.dispatching.slots import monday_of
from tongxin.trades.orders import actions
from tongxin.trades.orders.models import Order

MONDAY = monday_of(timezone.localdate()) + dt.timedelta(weeks=1)
TUESDAY_MORNING, TUESDAY_AFTERNOON, WEDNESDAY_MORNING = 3, 4, 6

# The frame stands in the middle of its stage and takes most of its height.
FILLED = """
() => {
  const [frame, stage] = ["path.map-own", ".map-stage"].map((each) =>
    document.querySelector(each).getBoundingClientRect());
  const middle = (box) => box.x + box.width / 2;
  return Math.abs(middle(frame) - middle(stage)) < 20 && frame.height > stage.height * 0.7
    && frame.height <= stage.height;
}
"""


@pytest.fixture
def orders(cast) -> Walk:
    return Walk(cast)


def wanted(walk: Walk, code: str = "errands", **kwargs) -> Order:
    """An order for the whole of next week's Tuesday."""
    morning = timezone.make_aware(dt.datetime.combine(MONDAY, dt.time(8))) + dt.timedelta(days=1)
    order = walk.place(
        code,
        requester=walk.person(),
        windows=[(morning, morning + dt.timedelta(hours=10))],
        now=timezone.now(),
        **kwargs,
    )
    return actions.accept(order, by=walk.desk, openly="no")


def board(page: Page) -> Page:
    page.goto(f"/desk/orders/plan?week={MONDAY}")
    return page


def proposed(page: Page, order: Order) -> tuple[str, str]:
    """In which slot an order lies, and whom it would be put to."""
    row = page.locator(f"#order-{order.number}")
    return row.get_attribute("data-slot"), row.locator("select").first.input_value()


def test_an_order_is_dragged_to_somebody_and_to_another_hour(
    cast, orders, open_context, sign_in, shot, watch
) -> None:
    watch.expected.add(422)
    first, second = orders.volunteer(interests=["errands"]), orders.volunteer()
    order = wanted(orders)
    page = open_context(viewport=DESK).new_page()
    sign_in(page, cast.a.community_worker)
    board(page)
    assert proposed(page, order) == (str(TUESDAY_MORNING), str(first.pk))
    afternoon = page.locator(f'[data-hand="{second.pk}"] [data-slot="{TUESDAY_AFTERNOON}"]')
    page.locator(f"#order-{order.number} .plan-what").drag_to(afternoon)
    expect(page.locator(".notice.success")).to_contain_text(str(second))
    assert proposed(page, order) == (str(TUESDAY_AFTERNOON), str(second.pk))
    shot(page, "board-moved")

    # What the form refuses, dragging refuses too, and what was tried stands in the form.
    wednesday = page.locator(f'[data-hand="{first.pk}"] [data-slot="{WEDNESDAY_MORNING}"]')
    with page.expect_response("**/plan/move**") as answer:
        page.locator(f"#order-{order.number} .plan-what").drag_to(wednesday)
    assert answer.value.status == 422
    expect(page.locator("#move .error-summary")).to_be_visible()
    expect(page.locator("#move_slot")).to_have_value(str(WEDNESDAY_MORNING))
    expect(page.locator("#move_who")).to_have_value(str(first.pk))
    assert seen_by_axe(page) == []
    shot(page, "board-refused")
    assert order.engagements.count() == 0


def test_a_mark_on_the_map_leads_to_its_order_and_an_order_to_its_mark(
    cast, orders, desktop, sign_in, shot
) -> None:
    """The map keeps its frame when the window grows."""
    territory.set_outline(cast.a.community, square(117.2, 34.7, 0.1), by=SYSTEM)
    Place.objects.filter(pk=cast.a.building.pk).update(point_lat=34.72, point_lng=117.25)
    Place.objects.filter(pk=cast.a.door.pk).update(point_lat=34.76, point_lng=117.25)
    first, second = wanted(orders, place=cast.a.building), wanted(orders, place=cast.a.door)
    orders.volunteer()
    sign_in(desktop, cast.a.community_worker)
    page = board(desktop)
    marks = page.locator("path.map-spot.leaflet-interactive")
    expect(marks).to_have_count(2)
    assert seen_by_axe(page) == []
    lines = [page.locator(f"#order-{each.number}") for each in (first, second)]
    marks.nth(0).click()
    chosen = page.locator(".plan-row[data-chosen]")
    expect(chosen.locator("[data-row]")).to_be_focused()
    by_mark = [each.get_attribute("data-chosen") is not None for each in lines]
    assert sorted(by_mark) == [False, True]
    other = lines[by_mark.index(False)]
    other.locator("[data-row]").focus()
    expect(other).to_have_attribute("data-chosen", "")
    expect(marks.nth(0)).not_to_have_attribute("data-chosen", "")
    expect(page.locator("path.map-spot[data-chosen]")).to_have_count(1)
    shot(page, "board-map")

    frame, stage = page.locator("path.map-own"), page.locator(".map-stage")
    page.set_viewport_size({"width": 600, "height": 860})
    page.wait_for_function(FILLED)
    page.set_viewport_size({"width": 1600, "height": 860})
    page.wait_for_function(FILLED)
    assert stage.bounding_box()["width"] > 600 > frame.bounding_box()["width"] > 150


@pytest.mark.parametrize("script", [True, False], ids=["keyboard", "without script"])
def test_an_order_is_moved_sent_taken_and_done(
    cast, orders, open_context, sign_in, live_server, shot, script
) -> None:
    orders.volunteer(interests=["errands"])
    second = orders.volunteer()
    order = wanted(orders)
    page = open_context(viewport=PHONE, java_script_enabled=script).new_page()
    sign_in(page, cast.a.community_worker)
    board(page)
    assert not script or sticking_out(page) == []
    page.locator(f"#order-{order.number}").get_by_role("button", name="换个人或时间").press("Enter")
    expect(page.locator("#move_order")).to_have_value(order.number)
    page.locator("#move_slot").select_option(str(TUESDAY_AFTERNOON))
    page.locator("#move_who").select_option(str(second.pk))
    page.locator("[name=move]").press("Enter")
    expect(page.locator(".notice.success")).to_contain_text(str(second))
    assert proposed(page, order) == (str(TUESDAY_AFTERNOON), str(second.pk))
    page.locator(".together-bar button").press("Enter")
    expect(page.locator(".notice.success")).to_be_visible()
    order.refresh_from_db()
    assert (order.state, [each.volunteer_id for each in order.asked()]) == ("dispatched", [second.pk])

    helper = open_context(viewport=PHONE, java_script_enabled=script).new_page()
    let_in(helper, second, live_server.url)
    at_volunteer = f"/volunteer/orders/{order.number}"
    helper.goto(at_volunteer)
    helper.get_by_role("link", name="好，我去", exact=True).first.click()
    helper.get_by_role("button", name="好，我去", exact=True).click()
    expect(helper.locator(".flashes")).to_contain_text("请尽快打电话约个时间")
    helper.goto(at_volunteer)
    soon = timezone.localtime() + dt.timedelta(minutes=10)
    take(helper, "约定时间", 约定的时间=f"{soon:%Y-%m-%dT%H:%M}")
    helper.goto(f"{at_volunteer}/finish")
    fill(helper, "做了什么", "菜和药都送到了")
    fill(helper, "用了多少分钟", "40")
    helper.get_by_role("button", name="做完了", exact=True).click()
    expect(helper.locator(".flashes, [role=status]").first).to_be_visible()
    order.refresh_from_db()
    assert order.state == "done"
