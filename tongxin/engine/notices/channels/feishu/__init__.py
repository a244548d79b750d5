"""A Feishu group robot (飞书自定义机器人), optionally signed (签名校验).

``timestamp`` is in seconds; the signature is HMAC-SHA256 over nothing, with "timestamp\\nsecret" as key.
"""

import base64
import hashlib
import hmac
import time

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongxin.engine.notices.channels import robots

label = _("Feishu")
address_kind = "webhook"
PATH = "/open-apis/bot/v2/hook/"


def signature(secret: str, seconds: int) -> dict[str, str]:
    """The two fields Feishu asks for when the robot is signed."""
    digest = hmac.new(f"{seconds}\n{secret}".encode(), digestmod=hashlib.sha256).digest()
    return {"timestamp": str(seconds), "sign": base64.b64encode(digest).decode()}


def send(address: str, title: str, body: str, url: str) -> None:
    webhook, secret = robots.split(address)
    payload = {"msg_type": "text", "content": {"text": robots.text_of(title, body, url)}}
    if secret:
        payload |= signature(secret, round(time.time()))
    robots.post(webhook, payload, code_field="code", words_field="msg")


def problem() -> Promise | None:
    return robots.problem("feishu")


def refuse(address: str) -> Promise | None:
    return robots.refuse("feishu", PATH, address)
