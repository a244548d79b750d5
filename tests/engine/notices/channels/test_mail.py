from email import message_from_bytes
from email.header import decode_header, make_header

import pytest

from tongxin.engine.notices.channels import mail
from tongxin.engine.notices.channels.errors import Failure, NotDelivered

ADDRESS = "clerk@example.org"


def test_mail_arrives_with_chinese_title_body_and_link(mail_server):
    mail.send(ADDRESS, "案件\n有新进展", "物业已到现场。", "https://a/b")
    (text,) = mail_server.mails
    message = message_from_bytes(text)
    body = message.get_payload(decode=True).decode()
    assert (str(make_header(decode_header(message["Subject"]))), message["To"], body) == (
        "案件 有新进展",
        ADDRESS,
        "物业已到现场。\n\nhttps://a/b",
    )


def test_mail_refused_keeps_the_code_and_not_the_address(mail_server):
    mail_server.refused.add(ADDRESS)
    with pytest.raises(NotDelivered) as caught:
        mail.send(ADDRESS, "t", "b", "")
    assert (caught.value.failure, caught.value.detail) == (Failure.REFUSED, "SMTP 550")


def test_mail_server_down_is_unreachable(mail_server):
    mail_server.shutdown()
    mail_server.server_close()
    with pytest.raises(NotDelivered) as caught:
        mail.send(ADDRESS, "t", "b", "")
    assert (caught.value.failure, caught.value.detail) == (Failure.UNREACHABLE, "ConnectionRefusedError")


def test_mail_problem_names_the_setting(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", ""
    assert "TONGXIN_MAIL_HOST" in str(mail.problem())
    settings.EMAIL_HOST = "mail.example.org"
    assert mail.problem() is None


@pytest.mark.parametrize(("address", "good"), [(ADDRESS, True), ("", False), ("a@b\nBcc: c@d.org", False)])
def test_mail_refuse(address, good):
    assert (mail.refuse(address) is None) is good
