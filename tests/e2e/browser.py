"""Finding and starting the browser of this machine, and what it must not do."""

import os
import shutil
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page

QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def executable() -> str:
    """``TONGXIN_CHROMIUM``, or the first Chromium on the path; nothing where there is none."""
    return os.environ.get("TONGXIN_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")


def flags() -> list[str]:
    """A sandbox cannot be made by root; elsewhere it stays."""
    return [*QUIET, "--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else QUIET


@dataclass
class Watch:
    """What pages did that none may do: errors on the console (a broken policy is one), other hosts asked."""

    host: str
    complaints: list[str] = field(default_factory=list)
    # Statuses a test provokes on purpose: Chromium writes each of them on the console.
    expected: set[int] = field(default_factory=set)
    provoked: str = ""  # a piece of what else it writes on purpose

    def over(self, context: BrowserContext) -> None:
        context.on("request", lambda request: self._asked(request.url))
        context.on("weberror", lambda problem: self.complaints.append(f"script: {problem.error}"))
        context.on("console", lambda message: self._said(message.type, message.text, message.location))

    def _asked(self, url: str) -> None:
        where = urlsplit(url)
        if where.scheme in {"http", "https", "ws", "wss"} and where.netloc != self.host:
            self.complaints.append(f"another host: {where.netloc}")

    def _said(self, kind: str, text: str, where: dict) -> None:
        provoked = any(f"status of {status} " in text for status in self.expected)
        provoked = provoked or bool(self.provoked and self.provoked in text)
        if kind == "error" and not provoked:
            self.complaints.append(f"console: {text} ({urlsplit(where['url']).path})")


WIDER = """
() => {
  const window_ = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= window_) return [];
  const wide = (one) => one.getBoundingClientRect().right > window_ + 1;
  return [...document.body.querySelectorAll("*")].filter(wide).slice(0, 5)
    .map((one) => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 30)}`);
}
"""


def sticking_out(page: Page) -> list[str]:
    """What makes the page wider than its window; empty when nothing has to be pushed sideways."""
    return page.evaluate(WIDER)
