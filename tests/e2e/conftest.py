"""Stories in a real browser: the machine's own Chromium against a live server in this process.

The live server, not gunicorn: a test can then prepare the state, move the clock and read the database; that
the installation serves at all is tested with the host. ``TONGXIN_SHOTS=folder`` keeps pictures of the pages.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.cast import Cast
from tests.e2e.browser import Watch, executable, flags
from tongxin.ground.people.sessions import SECURED
from tour.people import cookies
from tour.visits import Visit, visits

Walk = Callable[..., Iterator[tuple[str, Page]]]

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 860}
HERE = Path(__file__).parent
PATIENCE = 60_000  # milliseconds: a busy machine takes long, and whoever waits for a thing loses nothing


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright's loop stays in its process, and there nobody else can run one."""
    items.sort(key=lambda item: HERE in item.path.parents)
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of the session; skips with the reason where there is none."""
    path = executable()
    if not path:
        pytest.skip("no Chromium here: `make e2e` installs one, or set TONGXIN_CHROMIUM to its path")
    expect.set_options(timeout=PATIENCE)
    # Playwright's loop runs in this thread, for which Django then refuses the database; nothing is async.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags())
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def watch(live_server) -> Iterator[Watch]:
    """Fails the test afterwards when a page complained, broke the policy, or asked another host."""
    watching = Watch(urlsplit(live_server.url).netloc)
    yield watching
    assert watching.complaints == []


@pytest.fixture
def open_context(chromium: Browser, live_server, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """``open_context(viewport=…, java_script_enabled=…)``: another device, with no cookie and no history."""
    opened: list[BrowserContext] = []

    def another(**wishes: object) -> BrowserContext:
        usual = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "base_url": live_server.url}
        context = chromium.new_context(**(usual | wishes))
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        opened.append(context)
        return context

    yield another
    for context in opened:
        context.close()


@pytest.fixture
def phone(open_context: Callable[..., BrowserContext]) -> Page:
    """A resident's phone."""
    return open_context(viewport=PHONE).new_page()


@pytest.fixture
def desktop(open_context: Callable[..., BrowserContext]) -> Page:
    """A computer at a desk."""
    return open_context(viewport=DESK).new_page()


@pytest.fixture
def plain_phone(open_context: Callable[..., BrowserContext]) -> Page:
    """A phone whose JavaScript is off."""
    return open_context(viewport=PHONE, java_script_enabled=False).new_page()


@pytest.fixture
def sign_in(live_server) -> Callable[[Page, object], None]:
    """``sign_in(page, account)``: give the page's device a session of that account, both factors shown."""

    def by_session(page: Page, account: object) -> None:
        client = Client()
        client.force_login(account)
        session = client.session
        session[SECURED] = True
        session.save()
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )

    return by_session


@pytest.fixture
def walk(cast: Cast, open_context: Callable[..., BrowserContext], live_server) -> Walk:
    """``walk(chosen, names)`` opens pages of the tour, each as a person who may see it, on a telephone with
    the ``chosen`` cookies: its name, the page. All where no ``names`` are given.
    """

    def who(visit: Visit) -> str:
        return visit.who

    def go(chosen: dict[str, str], names: Sequence[str] = ()) -> Iterator[tuple[str, Page]]:
        wanted = [visit for visit in visits() if not names or visit.name in names]
        for person, theirs in groupby(sorted(wanted, key=who), who):
            context, asked = open_context(viewport=PHONE), list(theirs)
            addresses = [visit.url(cast) for visit in asked]  # what a person holds may be made by asking
            kept = (cookies(person, cast) | chosen).items()
            context.add_cookies([{"name": name, "value": v, "url": live_server.url} for name, v in kept])
            page = context.new_page()
            for visit, address in zip(asked, addresses, strict=True):
                answer = page.goto(address)
                kind = answer.headers["content-type"].partition(";")[0]
                assert (visit.name, answer.status, kind) == (visit.name, 200, "text/html")
                yield visit.name, page
            context.close()

    return go


@pytest.fixture
def shot() -> Callable[[Page, str], None]:
    """``shot(page, "home-360")``: keep a picture of the whole page, where TONGXIN_SHOTS names a folder."""
    folder = os.environ.get("TONGXIN_SHOTS")

    def keep(page: Page, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{folder}/{name}.png", full_page=True)

    return keep
