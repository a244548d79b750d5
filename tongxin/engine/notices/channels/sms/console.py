"""A provider for demonstrations and tests: appends each message to ``TONGXIN_HOME/log/sms.log``."""

import json
from datetime import UTC, datetime

from django.conf import settings

from tongxin.engine.notices.channels.errors import Failure, NotDelivered
from tongxin.engine.notices.channels.sms.base import Backend


class Console(Backend):
    """Writes what would be sent, and never to whom: a log is no place for a phone number."""

    def send(self, phone: str, *, title: str, body: str, url: str) -> None:
        path = settings.HOME / "log" / "sms.log"
        line = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "title": title,
            "body": body,
            "url": url,
        }
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError as error:
            raise NotDelivered(Failure.UNREACHABLE, type(error).__name__) from None
