"""A provider of text messages with a bug, whose error quotes the number."""

from tongxin.engine.notices.channels.sms.base import Backend


class Breaks(Backend):
    def send(self, phone: str, *, title: str, body: str, url: str) -> None:
        raise UnicodeError(f"can't encode {phone}")
