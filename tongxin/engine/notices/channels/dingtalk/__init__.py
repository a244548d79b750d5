"""A DingTalk group robot (钉钉自定义机器人), optionally signed (加签).

``timestamp`` is in milliseconds; the signature is HMAC-SHA256 over "timestamp\\nsecret", its key the secret.
"""

import base64
import hashlib
import hmac
import time
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongxin.engine.notices.channels import robots

label = _("DingTalk")
address_kind = "webhook"
PATH = "/robot/send?access_token="


def signed(webhook: str, secret: str, milliseconds: int) -> str:
    """The webhook with the time and the signature DingTalk asks for."""
    digest = hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256).digest()
    return f"{webhook}&{urlencode({'timestamp': milliseconds, 'sign': base64.b64encode(digest)})}"


def send(address: str, title: str, body: str, url: str) -> None:
    webhook, secret = robots.split(address)
    if secret:
        webhook = signed(webhook, secret, round(time.time() * 1000))
    payload = {"msgtype": "text", "text": {"content": robots.text_of(title, body, url)}}
    robots.post(webhook, payload, code_field="errcode", words_field="errmsg")


def problem() -> Promise | None:
    return robots.problem("dingtalk")


def refuse(address: str) -> Promise | None:
    return robots.refuse("dingtalk", PATH, address)
