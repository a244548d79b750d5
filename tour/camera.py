"""One browser goes through the pages, two at a time; keeps a picture of each, says what is wrong with it."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.async_api import Browser, BrowserContext, Error, Page, async_playwright

from tests.e2e.browser import executable, flags
from tongxin.doors.web.letters import COOKIE as LETTERS_COOKIE
from tongxin.host.trouble import Trouble
from tour import checks
from tour.recorded import Recorded

AT_ONCE = 2
HEIGHTS = {360: 740, 768: 1024, 1280: 860}
CHECKED = {360, 1280}  # the widths at which axe looks too
PATIENCE = 30_000  # milliseconds
QUALITY = 90
LONGEST = 12_000  # px of a page that are pictured
MAP = ".map"  # drawn after the page has come
HEIGHT = "document.documentElement.scrollHeight"
GALLERY = "web:gallery"
# Each section of the gallery: its name, its top, its height.
COMPONENTS = """() => [...document.querySelectorAll("main > section[id]")].map((one) => {
  const box = one.getBoundingClientRect();
  return [one.id, box.top + scrollY, box.height];
})"""


@dataclass(frozen=True)
class Stop:
    """A page to open: what it is called, who opens it, its address, the cookies of that person."""

    name: str
    who: str
    url: str
    cookies: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Variant:
    """How pages are shown: "zh-hans" or "en", usual or large letters."""

    language: str
    large: bool

    def __str__(self) -> str:
        return f"{self.language.partition('-')[0]}{'-large' if self.large else ''}"


@dataclass(frozen=True)
class Picture:
    """One page as it was seen; ``complaints`` are sentences."""

    stage: str
    stop: Stop
    variant: Variant
    width: int
    file: Path
    complaints: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Camera:
    """What is photographed: the site at ``base``, in these variants, at these widths, into ``folder``.

    With ``rules`` axe looks too; what is ``recorded`` is of no language.
    """

    base: str
    stage: str
    variants: Sequence[Variant]
    widths: Sequence[int]
    folder: Path
    rules: bool = True
    recorded: Recorded = field(default_factory=Recorded)
    failed: list[str] = field(default_factory=list)

    def go(self, stops: Sequence[Stop]) -> list[Picture]:
        """Open every stop in every variant. Raises Trouble where there is no browser."""
        if not executable():
            raise Trouble("There is no Chromium here: `make browser` installs one.")
        return asyncio.run(self._all(stops))

    async def _all(self, stops: Sequence[Stop]) -> list[Picture]:
        waiting: asyncio.Queue = asyncio.Queue()
        for variant in self.variants:
            for who in dict.fromkeys(stop.who for stop in stops):
                waiting.put_nowait((variant, [stop for stop in stops if stop.who == who]))
        taken: list[Picture] = []
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=executable(), args=flags())
            await asyncio.gather(*(self._work(browser, waiting, taken) for _ in range(AT_ONCE)))
            await browser.close()
        order = {stop: position for position, stop in enumerate(stops)}
        return sorted(taken, key=lambda each: (order[each.stop], str(each.variant), each.width))

    async def _work(self, browser: Browser, waiting: asyncio.Queue, taken: list[Picture]) -> None:
        while not waiting.empty():
            variant, stops = waiting.get_nowait()
            async with self._device(browser, variant, stops[0]) as context:
                page = await context.new_page()
                for stop in stops:
                    taken += await self._visit(page, stop, variant)

    @asynccontextmanager
    async def _device(self, browser: Browser, variant: Variant, stop: Stop) -> AsyncIterator[BrowserContext]:
        locale = "zh-CN" if variant.language.startswith("zh") else "en-GB"
        context = await browser.new_context(
            locale=locale, timezone_id="Asia/Shanghai", base_url=self.base, reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE)
        kept = dict(stop.cookies) | {settings.LANGUAGE_COOKIE_NAME: variant.language}
        kept |= {LETTERS_COOKIE: "1"} if variant.large else {}
        await context.add_cookies(
            [{"name": name, "value": value, "url": self.base} for name, value in kept.items()]
        )
        yield context
        await context.close()

    async def _visit(self, page: Page, stop: Stop, variant: Variant) -> list[Picture]:
        """The page at every width; one that cannot be opened or looked at goes to ``failed``."""
        try:
            await page.set_viewport_size(_window(self.widths[0]))
            answer = await page.goto(stop.url, wait_until="load")
            if await page.locator(MAP).count():
                await page.wait_for_load_state("networkidle")
            wrong = [] if answer and answer.status == 200 else [f"answers {answer and answer.status}"]
            await page.evaluate(checks.axe())
            return [await self._shot(page, stop, variant, width, wrong) for width in self.widths]
        except Error as problem:
            self.failed.append(f"{stop.name} as {stop.who}: {problem.message.splitlines()[0]}")
            return []

    async def _shot(self, page: Page, stop: Stop, variant: Variant, width: int, wrong: list[str]) -> Picture:
        await page.set_viewport_size(_window(width))
        axe = checks.RULES if self.rules and width in CHECKED else None
        found: dict[str, Any] = await page.evaluate(
            checks.look(), checks.asked(large=variant.large, rules=axe)
        )
        file = self.folder / f"{slug(stop.name)}-{variant}-{width}.jpg"
        await _take(page, file, width, 0, await page.evaluate(HEIGHT))
        if stop.name == GALLERY:
            for name, top, height in await page.evaluate(COMPONENTS):
                await _take(
                    page, self.folder / "gallery" / f"{name}-{variant}-{width}.jpg", width, top, height
                )
        complaints = wrong + checks.complaints(found, self.recorded)
        return Picture(self.stage, stop, variant, width, file, complaints)


async def _take(page: Page, file: Path, width: int, top: float, height: float) -> None:
    """A picture of the page from ``top`` down, no higher than ``LONGEST``."""
    file.parent.mkdir(parents=True, exist_ok=True)
    clip = {"x": 0, "y": top, "width": width, "height": min(LONGEST, height)}
    await page.screenshot(path=file, full_page=True, clip=clip, type="jpeg", quality=QUALITY)


def slug(name: str) -> str:
    """``cases:queue search`` -> ``cases-queue-search``."""
    return name.replace(":", "-").replace(" ", "-")


def clear(folder: Path) -> None:
    """Throw an earlier tour away."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def wrong_ones(pictures: Iterable[Picture]) -> list[Picture]:
    return [picture for picture in pictures if picture.complaints]


def _window(width: int) -> dict[str, int]:
    return {"width": width, "height": HEIGHTS.get(width, 860)}
