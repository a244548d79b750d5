import pytest

from tests.engine.notices.servers import MailServer, Robot, running


@pytest.fixture
def robot(settings):
    """A robot's webhook on loopback, set as the home of all three platforms."""
    with running(Robot()) as server:
        settings.TONGXIN_ROBOTS = dict.fromkeys(("dingtalk", "wecom", "feishu"), server.base)
        yield server


@pytest.fixture
def mail_server(settings):
    """A mail server on loopback, used by Django's own SMTP backend."""
    with running(MailServer()) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server


@pytest.fixture
def sms_log(settings, tmp_path):
    """Where the console provider writes."""
    settings.HOME = tmp_path
    settings.TONGXIN_SMS_BACKEND = "tongxin.engine.notices.channels.sms.console.Console"
    return tmp_path / "log" / "sms.log"
