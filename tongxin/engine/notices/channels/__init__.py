"""The ways a notice can travel. One small folder each; a new one is a folder and a line here.

A channel is a module with

- ``label``: its name, lazily translated
- ``address_kind``: what it must know of a recipient: ``"none"``, ``"phone"``, ``"email"``, ``"webhook"``
- ``send(address, title, body, url)``: hands the message over or raises ``errors.NotDelivered``
- ``problem()``: why it cannot work on this installation, as a lazy sentence, or None
- ``refuse(address)``: why this address cannot be used, as a lazy sentence, or None
"""

from typing import Protocol

from django.utils.functional import Promise

from tongxin.engine.notices.channels import dingtalk, feishu, inbox, mail, sms, wecom


class Channel(Protocol):
    label: str | Promise
    address_kind: str

    def send(self, address: str, title: str, body: str, url: str) -> None: ...

    def problem(self) -> str | Promise | None: ...

    def refuse(self, address: str) -> str | Promise | None: ...


INBOX = "inbox"
CHANNELS: dict[str, Channel] = {
    INBOX: inbox,
    "sms": sms,
    "mail": mail,
    "dingtalk": dingtalk,
    "wecom": wecom,
    "feishu": feishu,
}
CHOICES = [(name, channel.label) for name, channel in CHANNELS.items()]
