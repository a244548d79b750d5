"""Text messages through the backend named by ``TONGXIN_SMS_BACKEND`` (see base.py)."""

import re

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from tongxin.engine.notices.channels.errors import Failure, NotDelivered
from tongxin.engine.notices.channels.sms.base import Backend

label = _("Text message")
address_kind = "phone"
MOBILE = re.compile(r"1[3-9]\d{9}")


def backend() -> Backend:
    """The backend of this installation; ImportError when the setting names none."""
    return import_string(settings.TONGXIN_SMS_BACKEND)()


def send(address: str, title: str, body: str, url: str) -> None:
    if refuse(address):
        raise NotDelivered(Failure.NO_ADDRESS)
    backend().send(address, title=title, body=body, url=url)


def problem() -> str | Promise | None:
    if not settings.TONGXIN_SMS_BACKEND:
        return _("No provider of text messages is set (TONGXIN_SMS_BACKEND).")
    try:
        return backend().problem()
    except ImportError:
        return _("TONGXIN_SMS_BACKEND names a provider that is not there.")


def refuse(address: str) -> Promise | None:
    if not MOBILE.fullmatch(address):
        return _("This is not a mobile number of 11 digits.")
    return None
