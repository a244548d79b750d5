"""A WeCom group robot (企业微信群机器人). Its text is limited to 2,048 bytes; it knows no signature."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongxin.engine.notices.channels import robots

label = _("WeCom")
address_kind = "webhook"
PATH = "/cgi-bin/webhook/send?key="
TEXT_BYTES = 2048


def shortened(title: str, body: str, url: str) -> str:
    """The text within the platform's limit: the body gives way, never the title or the link."""
    room = TEXT_BYTES - len(robots.text_of(title, "…", url).encode())
    if len(body.encode()) <= room:
        return robots.text_of(title, body, url)
    return robots.text_of(title, body.encode()[: max(room, 0)].decode(errors="ignore") + "…", url)


def send(address: str, title: str, body: str, url: str) -> None:
    webhook, _secret = robots.split(address)
    payload = {"msgtype": "text", "text": {"content": shortened(title, body, url)}}
    robots.post(webhook, payload, code_field="errcode", words_field="errmsg")


def problem() -> Promise | None:
    return robots.problem("wecom")


def refuse(address: str) -> Promise | None:
    return robots.refuse("wecom", PATH, address)
