import json

import pytest
from django.utils.translation import override

from tongxin.engine.notices.channels import sms
from tongxin.engine.notices.channels.errors import Failure, NotDelivered

PHONE = "13900000001"


def test_sms_console_writes_the_message_and_no_number(sms_log):
    sms.send(PHONE, "标题", "正文", "https://a/b")
    text = sms_log.read_text(encoding="utf-8")
    line = json.loads(text)
    assert (line["title"], line["body"], line["url"]) == ("标题", "正文", "https://a/b")
    assert PHONE not in text


def test_sms_console_on_an_unwritable_disk_is_unreachable(sms_log):
    sms_log.parent.write_text("a file where the folder should be")
    with pytest.raises(NotDelivered) as caught:
        sms.send(PHONE, "t", "b", "")
    assert caught.value.failure == Failure.UNREACHABLE


@pytest.mark.parametrize("phone", ["", "12345", "23900000001", "1390000000a", "+8613900000001"])
def test_sms_refuses_what_is_no_mobile_number(sms_log, phone):
    with pytest.raises(NotDelivered) as caught:
        sms.send(phone, "t", "b", "")
    assert caught.value.failure == Failure.NO_ADDRESS
    assert not sms_log.exists()


def test_sms_problem_when_nothing_or_nonsense_is_set(settings):
    settings.TONGXIN_SMS_BACKEND = ""
    assert "TONGXIN_SMS_BACKEND" in str(sms.problem())
    settings.TONGXIN_SMS_BACKEND = "nowhere.Nothing"
    with override("en"):
        assert sms.problem() == "TONGXIN_SMS_BACKEND names a provider that is not there."
