"""How soon a resident's page can be used on a slow line: ``make tour ARGS=--slow`` prints it.

400 kbit/s each way and 400 ms there and back, what browsers call slow 3G; nothing is kept from before. The
seconds are of the machine the command runs on, the bytes and the requests of the pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright

from bench.scratch import Scratch
from bench.server import HOST, web
from tests.cast import make_cast
from tests.e2e.browser import executable, flags
from tongxin.host.trouble import Trouble
from tour.camera import HEIGHTS, PATIENCE
from tour.people import NOBODY, REPORTER, WRITER, cookies
from tour.visits import visits

RESIDENTS = {NOBODY, REPORTER, WRITER}
SPEED = 400_000 / 8  # bytes a second
LINE = {"offline": False, "latency": 400, "downloadThroughput": SPEED, "uploadThroughput": SPEED}
MOST_SECONDS, MOST_BYTES, MOST_JUMPING = 3.0, 100_000, 0.01
WIDTH = 360
TIMES = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const [painted] = performance.getEntriesByName("first-contentful-paint");
  const shifts = new PerformanceObserver(() => {});
  shifts.observe({ type: "layout-shift", buffered: true });
  const jumping = shifts.takeRecords().reduce((sum, one) => sum + one.value, 0);
  return { painted: painted.startTime, usable: page.domContentLoadedEventEnd, jumping };
}"""


@dataclass(frozen=True)
class Load:
    """One page fetched by a telephone that has nothing of ours: seconds, bytes on the line, sum of shifts."""

    name: str
    painted: float
    usable: float
    size: int
    requests: int
    jumping: float

    @property
    def is_good(self) -> bool:
        """Whether it keeps what residents are promised."""
        return self.usable <= MOST_SECONDS and self.size <= MOST_BYTES and self.jumping < MOST_JUMPING


def slow(place: Scratch, only: Sequence[str]) -> int:
    """Print a line for each page a resident may open; how many are not as they should be."""
    if not executable():
        raise Trouble("There is no Chromium here: `make browser` installs one.")
    cast = make_cast()
    wanted = [each for each in visits() if each.who in RESIDENTS and each.name.startswith(tuple(only) or "")]
    asked = [(each.name, each.url(cast), cookies(each.who, cast)) for each in wanted]
    connection.close()
    print(f"{'page':32} {'painted':>8} {'usable':>8} {'KB':>6} {'requests':>9} {'jumps':>7}")
    with web(place) as server, sync_playwright() as playwright:
        server.get("/")  # a server that has just begun reads its templates first
        browser = playwright.chromium.launch(executable_path=executable(), args=flags())
        loads = [_load(browser, f"http://{HOST}:{server.port}", *each) for each in asked]
        browser.close()
    return sum(not each.is_good for each in loads)


def _load(browser: Browser, base: str, name: str, address: str, kept: dict[str, str]) -> Load:
    """Fetch one page on a new telephone, and print what it took."""
    context = browser.new_context(
        base_url=base, locale="zh-CN", service_workers="block",
        viewport={"width": WIDTH, "height": HEIGHTS[WIDTH]},
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    kept = kept | {settings.LANGUAGE_COOKIE_NAME: "zh-hans"}
    context.add_cookies([{"name": key, "value": value, "url": base} for key, value in kept.items()])
    page = context.new_page()
    sizes = _on_a_slow_line(page)
    page.goto(address, wait_until="networkidle")
    times = page.evaluate(TIMES)
    context.close()
    load = Load(
        name, times["painted"] / 1000, times["usable"] / 1000, sum(sizes), len(sizes), times["jumping"]
    )
    mark = "" if load.is_good else "  more than promised"
    print(
        f"{name:32} {load.painted:7.2f}s {load.usable:7.2f}s {load.size / 1000:6.1f} {load.requests:9}"
        f" {load.jumping:7.4f}{mark}",
        flush=True,
    )
    return load


def _on_a_slow_line(page: Page) -> list[int]:
    """Make the line slow; the list fills with the bytes of each answer, as they were sent."""
    devtools, sizes = page.context.new_cdp_session(page), []
    devtools.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", LINE)
    return sizes
