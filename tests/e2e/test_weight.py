"""What a telephone has to fetch before a resident can write: bytes and requests, not seconds, which vary.

On a slow line (400 kbit/s, 400 ms there and back) 100 KB take two seconds; the test keeps to far less.
"""

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Response, expect

from tests.cast import Cast
from tests.e2e.conftest import PHONE
from tests.trades.cases.walking import Walk
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory.actions import issue_code

MOST_BYTES = 40_000
MOST_REQUESTS = 12
SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 300);
})"""


@pytest.mark.parametrize(
    "address", ["/p/{code}", "/report?at={code}", "/track", "/order?at={code}", "/volunteer"]
)
def test_first_load(open_context: Callable[..., BrowserContext], cast: Cast, address: str) -> None:
    """Page, style and scripts together, compressed as they are served; nothing jumps while it loads."""
    answers: list[Response] = []
    page = open_context(viewport=PHONE, service_workers="block").new_page()
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address.format(code=issue_code(cast.a.door, by=SYSTEM).code))
    page.wait_for_load_state("networkidle")
    weight = sum(len(gzip.compress(answer.body())) for answer in answers if answer.ok)
    print(f"\n{address}: {weight:,} bytes, {len(answers)} requests")
    assert (weight <= MOST_BYTES, len(answers) <= MOST_REQUESTS) == (True, True)
    assert page.evaluate(SHIFTS) < 0.01


def test_nothing_moves_when_what_is_alike_appears(
    open_context: Callable[..., BrowserContext], cast: Cast
) -> None:
    """While one writes it comes by itself, into the room that was kept for it."""
    Walk(cast).report("楼下停车位被占用，进不了车库")
    page = open_context(viewport=PHONE, service_workers="block").new_page()
    page.goto(f"/report?at={issue_code(cast.a.door, by=SYSTEM).code}")
    page.get_by_label("发生了什么").fill("楼下停车位被占用，车出不来")
    expect(page.locator(".alike")).to_be_visible()
    assert page.evaluate(SHIFTS) < 0.01
