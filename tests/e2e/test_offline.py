"""Written in a stairwell without a signal: nothing is lost, and it is one case, or one order, in the end."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.cast import Cast
from tests.e2e.browser import Watch, sticking_out
from tests.e2e.conftest import PHONE
from tests.waiting import until
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory.actions import issue_code
from tongxin.trades.cases.models import Case, Draft
from tongxin.trades.orders.models import Order, OrderDraft
from tongxin.trades.orders.selectors.sight import pictures_of

TEXT = "二单元楼道灯坏了，晚上看不见台阶"
CONTROLLED = """() => navigator.serviceWorker.controller ? true : new Promise((resolve) =>
  navigator.serviceWorker.addEventListener("controllerchange", () => resolve(true)))"""
WRITTEN = """(text) => new Promise((resolve, reject) => {
  const asked = indexedDB.open("tongxin", 1);
  asked.onerror = () => reject(asked.error);
  asked.onsuccess = () => {
    const reports = asked.result.transaction("reports").objectStore("reports").getAll();
    reports.onsuccess = () => {
      asked.result.close();
      resolve(reports.result.some((report) => report.text === text));
    };
  };
})"""
# Until the page is gone, whatever else it writes stands in line behind this.
BUSY = """() => new Promise((resolve) => {
  const asked = indexedDB.open("tongxin", 1);
  asked.onsuccess = () => {
    const reports = asked.result.transaction("reports", "readwrite").objectStore("reports");
    const again = () => (reports.get("none").onsuccess = again);
    again();
    resolve();
  };
})"""
KEPT = "() => caches.match('/offline').then((found) => found !== undefined)"


@pytest.fixture
def watch(watch: Watch) -> Watch:
    """What the browser says of a missing network is what these tests provoke."""
    watch.provoked = "net::ERR_INTERNET_DISCONNECTED"
    return watch


@pytest.fixture
def context(open_context: Callable[..., BrowserContext]) -> BrowserContext:
    return open_context(viewport=PHONE)


@pytest.fixture
def code(cast: Cast) -> str:
    return issue_code(cast.a.door, by=SYSTEM).code


def at_the_door(context: BrowserContext, code: str) -> Page:
    """The first question, in a browser whose service worker has settled."""
    page = context.new_page()
    page.goto(f"/report?at={code}")
    assert page.evaluate(CONTROLLED)
    assert page.evaluate(KEPT)
    return page


def picture() -> dict[str, object]:
    out = BytesIO()
    Image.new("RGB", (800, 600), "gray").save(out, "JPEG")
    return {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def received(page: Page) -> str:
    """The number under which it was received, as the page says it."""
    expect(page.locator("#letters .spoken").first).to_have_text(
        re.compile(r"\d{3} \d{3} \d{3}"), timeout=20_000
    )
    return page.locator("#letters .spoken").first.inner_text()


def test_airplane_mode_mid_report(context: BrowserContext, code: str, shot) -> None:
    """A resident answers the first question and adds a photo; then the signal is gone. The next page is one
    that works without it, with everything on it. Back in the street it is sent by itself: one case.
    """
    page = at_the_door(context, code)
    page.get_by_label("发生了什么").fill(TEXT)
    page.locator("input[type=file]").set_input_files([picture()])
    expect(page.locator(".kept-photos img")).to_have_count(1)
    press(page, "下一步")
    expect(page.get_by_role("heading", level=1)).to_have_text("具体在哪里？")
    context.set_offline(True)
    page.get_by_label("具体位置").fill("三楼拐角")
    press(page, "下一步")
    expect(page.get_by_role("heading", level=1)).to_have_text("现在没有信号")
    expect(page.get_by_label("发生了什么？")).to_have_value(TEXT)
    expect(page.get_by_label("具体位置")).to_have_value("三楼拐角")
    expect(page.locator("#writing .kept-photos img")).to_have_count(1)
    shot(page, "offline-writing")
    page.get_by_label(re.compile("^电话")).fill("13800001234")
    press(page, "存在手机上，有信号就自动发")
    expect(page.locator("#letters .state:visible")).to_have_text("等信号")
    assert sticking_out(page) == []
    shot(page, "offline-waiting")
    context.set_offline(False)
    number = received(page)
    shot(page, "offline-received")
    case = Case.objects.get()
    said = str(case), case.text, case.address_note, case.reporter_id is not None, case.attachments.count()
    assert said == (number, TEXT, "三楼拐角", True, 1)
    draft = Draft.objects.get()
    assert (draft.case, bool(draft.said)) == (case, False)


def test_the_signal_goes_at_the_last_tap_and_the_tab_is_closed(context: BrowserContext, code: str) -> None:
    """Sent without a signal from a slow telephone, which is put away; it goes out when any page is opened."""
    page = at_the_door(context, code)
    page.get_by_label("发生了什么").fill(TEXT)
    press(page, "下一步")
    press(page, "下一步")
    press(page, "下一步")
    expect(page.get_by_role("heading", level=1)).to_have_text("请看看对不对")
    page.evaluate(BUSY)
    context.set_offline(True)
    press(page, "提交")
    expect(page.locator("#letters .state:visible")).to_have_text("等信号")
    page.close()
    context.set_offline(False)
    later = context.new_page()
    later.goto(f"/p/{code}")
    expect(later.locator("[data-outbox]")).to_be_visible()
    later.goto("/report/waiting")
    assert received(later) == str(Case.objects.get())


def test_two_windows_and_a_double_tap_send_it_once(context: BrowserContext, code: str) -> None:
    page = at_the_door(context, code)
    context.set_offline(True)
    page.goto(f"/p/{code}")
    page.get_by_label("发生了什么？").fill(TEXT)
    page.get_by_role("button", name="存在手机上").dblclick()
    expect(page.locator("#letters .state:visible")).to_have_text("等信号")
    other = context.new_page()
    other.goto("/report/waiting")
    expect(other.locator("#letters li.card")).to_have_count(1)
    context.set_offline(False)
    assert received(page)
    assert received(other) == str(Case.objects.get())  # it has been told by the window that sent it


def wake(context: BrowserContext, origin: str) -> None:
    """What the browser does by itself when it finds that there is a signal: a sync event for the worker."""
    blank = context.new_page()
    devtools = context.new_cdp_session(blank)
    known: list[dict] = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda told: known.extend(told["registrations"]))
    devtools.send("ServiceWorker.enable")
    until(lambda: blank.evaluate("1") and known, "the registration of the worker")
    event = {"origin": origin, "registrationId": known[-1]["registrationId"], "lastChance": False}
    devtools.send("ServiceWorker.dispatchSyncEvent", event | {"tag": "tongxin-outbox"})


def test_the_worker_sends_it_with_no_page_of_ours_open(
    context: BrowserContext, code: str, live_server
) -> None:
    """Put away without a signal, every window closed: the browser wakes the worker, and that sends it. The
    number stands there when one looks again.
    """
    page = at_the_door(context, code)
    context.set_offline(True)
    page.goto(f"/p/{code}")
    page.get_by_label("发生了什么？").fill(TEXT)
    press(page, "存在手机上，有信号就自动发")
    expect(page.locator("#letters .state:visible")).to_have_text("等信号")
    tags = "navigator.serviceWorker.ready.then((registration) => registration.sync.getTags())"
    assert page.evaluate(tags) == ["tongxin-outbox"]
    page.close()
    context.set_offline(False)
    wake(context, live_server.url)
    until(Case.objects.exists)
    later = context.new_page()
    later.goto("/report/waiting")
    assert received(later) == str(Case.objects.get())


def test_a_draft_typed_and_never_sent_comes_back(context: BrowserContext, code: str) -> None:
    """The tab is gone while one still types: the words are there when the same code is scanned again."""
    page = at_the_door(context, code)
    page.get_by_label("发生了什么").fill(TEXT)
    page.wait_for_function(WRITTEN, arg=TEXT)
    page.close()
    again = context.new_page()
    again.goto(f"/report?at={code}")
    expect(again.get_by_label("发生了什么")).to_have_value(TEXT)


def test_two_devices_with_the_same_report_make_one_case(
    context: BrowserContext, code: str, open_context: Callable[..., BrowserContext]
) -> None:
    """Begun on a telephone, gone on with on another that holds the same cookies. One loses its signal at the
    last tap, the other sends: the first is told the same number.
    """
    first = at_the_door(context, code)
    first.get_by_label("发生了什么").fill(TEXT)
    for _question in range(3):
        press(first, "下一步")
    expect(first.get_by_role("heading", level=1)).to_have_text("请看看对不对")
    other = open_context(viewport=PHONE)
    other.add_cookies(context.cookies())
    second = other.new_page()
    second.goto(first.url)
    expect(second.locator("main")).to_contain_text(TEXT)
    context.set_offline(True)
    press(first, "提交")
    expect(first.locator("#letters .state:visible")).to_have_text("等信号")
    press(second, "提交")
    expect(second.get_by_role("heading", level=1)).to_have_text("收到了，谢谢您。")
    context.set_offline(False)
    case = Case.objects.get()
    assert received(first) == str(case)
    assert (Case.objects.count(), Draft.objects.get().case) == (1, case)


def test_nothing_about_anybody_is_kept_by_the_worker(context: BrowserContext, code: str) -> None:
    page = at_the_door(context, code)
    page.get_by_label("发生了什么").fill(TEXT)
    press(page, "下一步")
    kept = page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async (name) =>
          (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat()"""
    )
    assert sorted(path for path in kept if not path.startswith("/static/")) == [
        "/offline",
        "/order/waiting",
        "/report/waiting",
    ]


@pytest.mark.parametrize("address", ["/track", "/order/sent", "/volunteer/join"])
def test_another_page_says_that_there_is_no_signal(context: BrowserContext, code: str, address: str) -> None:
    page = at_the_door(context, code)
    context.set_offline(True)
    page.goto(address)
    expect(page.locator(".outbox, main").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("现在没有信号")


def ordering(context: BrowserContext, code: str) -> Page:
    """The second question of an order, in a browser whose service worker has settled."""
    page = at_the_door(context, code)
    page.goto(f"/order?at={code}")
    page.locator("button.service[value=errands]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("您什么时候方便？")
    return page


def say_whom_and_how_to_reach(page: Page) -> None:
    page.get_by_label("给我自己").check()
    page.get_by_label("您的称呼").fill("王小芳")
    page.get_by_label("电话", exact=True).fill("13800001234")


def day(days: int) -> str:
    return str(timezone.localdate() + timedelta(days=days))


def test_airplane_mode_in_the_middle_of_an_order(context: BrowserContext, code: str, shot) -> None:
    """A service is chosen, then the signal is gone. The next page works without it and knows what was chosen
    and when; tapped twice, looked at in two windows, it is sent by itself, once.
    """
    page = ordering(context, code)
    service = page.locator("form.question strong").inner_text()
    context.set_offline(True)
    page.get_by_label("哪一天").first.fill(day(2))
    press(page, "下一步")
    expect(page.get_by_role("heading", level=1)).to_have_text("现在没有信号")
    expect(page.locator("[data-title-known] strong")).to_have_text(service)
    expect(page.get_by_label("哪一天").first).to_have_value(day(2))
    say_whom_and_how_to_reach(page)
    page.locator("input[type=file]").set_input_files([picture()])
    expect(page.locator("#writing .kept-photos img")).to_have_count(1)
    shot(page, "offline-order-writing")
    page.get_by_role("button", name="存在手机上").dblclick()
    expect(page.locator("#letters .state:visible")).to_have_text("等信号")
    assert sticking_out(page) == []
    other = context.new_page()
    other.goto("/order/waiting")
    expect(other.locator("#letters li.card")).to_have_count(1)
    context.set_offline(False)
    order_number = received(page)
    assert received(other) == order_number
    order = Order.objects.get()
    began = timezone.localdate(order.windows.get().since)
    assert (str(order), order.kind.title, str(began)) == (order_number, service, day(2))
    assert (len(pictures_of(order)["asked"]), OrderDraft.objects.get().order) == (1, order)


def test_an_order_whose_time_has_passed_says_so_and_is_put_right(
    context: BrowserContext, code: str, watch: Watch, shot
) -> None:
    """Scanned in a cellar and written as a wish. Refused when it is sent: the reason stands there, what was
    typed stays, it is mended and sent.
    """
    watch.expected.add(422)
    page = at_the_door(context, code)
    context.set_offline(True)
    page.goto(f"/order?at={code}")
    page.get_by_label("用您自己的话说说心愿").fill("想学写毛笔字")
    page.get_by_label("哪一天").first.fill(day(0))
    page.get_by_label("从").first.fill("00:00")
    page.get_by_label("到").first.fill("00:30")
    say_whom_and_how_to_reach(page)
    press(page, "存在手机上，有信号就自动发")
    expect(page.locator("#letters .state:visible")).to_have_text("等信号")
    context.set_offline(False)
    expect(page.locator("#letters .state:visible")).to_have_text("还差一点")
    assert page.locator("#letters [data-why]").inner_text() == "这个时间已经过了，请选晚一点的。"
    press(page, "去补充修改")
    expect(page.locator("#wrong")).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_have_text("还差一点")
    expect(page.get_by_label("用您自己的话说说心愿")).to_have_value("想学写毛笔字")
    expect(page.get_by_label("您的称呼")).to_have_value("王小芳")
    shot(page, "offline-order-refused")
    page.get_by_label("哪一天").first.fill(day(1))
    press(page, "存在手机上，有信号就自动发")
    assert received(page) == str(Order.objects.get())


def test_two_devices_with_the_same_order_make_one(
    context: BrowserContext, code: str, open_context: Callable[..., BrowserContext]
) -> None:
    """The signal goes at the last tap; on another telephone with the same cookies it is sent meanwhile."""
    first = ordering(context, code)
    first.get_by_label("哪一天").first.fill(day(1))
    press(first, "下一步")
    first.get_by_label("给我自己").check()
    press(first, "下一步")
    first.get_by_label("您的称呼").fill("王小芳")
    first.get_by_label("电话", exact=True).fill("13800001234")
    press(first, "下一步")
    expect(first.get_by_role("heading", level=1)).to_have_text("请看看对不对")
    other = open_context(viewport=PHONE)
    other.add_cookies(context.cookies())
    second = other.new_page()
    second.goto(first.url)
    context.set_offline(True)
    press(first, "下单")
    expect(first.locator("#letters .state:visible")).to_have_text("等信号")
    press(second, "下单")
    expect(second).to_have_url(re.compile("/order/sent$"))
    context.set_offline(False)
    assert received(first) == str(Order.objects.get())
