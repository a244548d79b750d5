"""What the three group robots share: a webhook address, a signed text, an answer that must be read.

All three answer HTTP 200 even when they refuse (wrong signature, missing keyword, too fast); the truth is a
number in the body. A sender that looks at the status alone would write down "sent" for a message nobody saw.

An address is the webhook as the platform shows it, with the signing secret, if there is one, behind a ``#``.
"""

import json
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongxin.engine.notices.channels.errors import Failure, NotDelivered

TIMEOUT_SECONDS = 8
OFF = "off"


def base(channel: str) -> str:
    """Where the robots of this platform live: the public service, or an office's own private one."""
    return settings.TONGXIN_ROBOTS[channel].rstrip("/")


def problem(channel: str) -> Promise | None:
    if base(channel) == OFF:
        return _("This installation has switched this platform off.")
    return None


def refuse(channel: str, path: str, address: str) -> Promise | None:
    """Only the platform's own robot path is called: an address typed here must reach no other machine."""
    if not address.startswith(base(channel) + path):
        return _("Copy the whole webhook address that the platform shows for the robot.")
    return None


def split(address: str) -> tuple[str, str]:
    """The webhook and the signing secret ("" when the robot has none)."""
    webhook, _hash, secret = address.partition("#")
    return webhook, secret


def text_of(title: str, body: str, url: str) -> str:
    return "\n".join(filter(None, [title, body, url]))


def post(webhook: str, payload: dict, *, code_field: str, words_field: str) -> None:
    """Hand one JSON message over; NotDelivered unless the platform answers 0 in ``code_field``."""
    if urlsplit(webhook).scheme not in {"http", "https"}:
        raise NotDelivered(Failure.NO_ADDRESS)
    request = Request(  # noqa: S310 - the scheme is checked above
        webhook,
        data=json.dumps(payload, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
    )
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            told = json.loads(answer.read(10_000))
    except HTTPError as error:
        error.close()
        raise NotDelivered(Failure.REFUSED, f"HTTP {error.code}") from None
    except (URLError, OSError) as error:
        raise NotDelivered(Failure.UNREACHABLE, type(getattr(error, "reason", error)).__name__) from None
    except ValueError:
        raise NotDelivered(Failure.REFUSED, "not JSON") from None
    code = told.get(code_field) if isinstance(told, dict) else None
    if code != 0:
        words = str(told.get(words_field, "")) if isinstance(told, dict) else ""
        raise NotDelivered(Failure.REFUSED, f"{code} {words}".replace(webhook, "…").strip())
