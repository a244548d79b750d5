"""The desk's header: one line on a phone, its menu folded; open by itself where there is room; no script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.cast import Cast

LINE = 64  # px: a line of one target and its air; in large letters half as much again


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_header_is_one_line_on_a_phone_and_its_menu_unfolds(
    open_context: Callable[..., BrowserContext], live_server, sign_in, cast: Cast, shot, language: str
) -> None:
    page = open_context(viewport={"width": 360, "height": 740}, java_script_enabled=False).new_page()
    cookies = [{"name": "django_language", "value": language, "url": live_server.url}]
    page.context.add_cookies(cookies)
    sign_in(page, cast.a.street_desk)
    page.goto("/desk/keys")
    head, queue = page.locator(".masthead"), page.locator(".desknav a").first
    assert head.bounding_box()["height"] <= LINE
    expect(queue).not_to_be_visible()
    page.click("#desk-menu > summary")
    expect(queue).to_be_visible()
    expect(page.locator(".masthead form.search input")).to_be_visible()
    shot(page, f"desk-menu-{language}-360")
    page.context.add_cookies([{"name": "elder", "value": "1", "url": live_server.url}])
    page.goto("/desk/keys")
    assert head.bounding_box()["height"] <= LINE * 1.5


def test_menu_lies_open_where_there_is_room(desktop, sign_in, cast: Cast, shot) -> None:
    sign_in(desktop, cast.a.street_desk)
    desktop.goto("/desk/keys")
    expect(desktop.locator("#desk-menu > summary")).not_to_be_visible()
    first = desktop.locator(".desknav a").first
    expect(first).to_be_visible()
    first.focus()
    expect(first).to_be_focused()
    edges = [desktop.locator(part).bounding_box() for part in (".masthead-inner", "main")]
    assert edges[0]["x"] == edges[1]["x"]
    assert edges[0]["width"] == edges[1]["width"]
