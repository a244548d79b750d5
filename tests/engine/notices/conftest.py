import pytest
from django.db import connection

from tests.engine.notices.parcels.flow import FLOW
from tests.engine.notices.parcels.models import Parcel
from tests.engine.notices.scene import Scene
from tests.engine.notices.servers import MailServer, Robot, running
from tongxin.engine.flows import registry


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


@pytest.fixture
def parcels(request, monkeypatch):
    """The parcels flow, registered, with a table. Asks for a database itself."""
    marker = request.node.get_closest_marker("django_db")
    real = marker is not None and marker.kwargs.get("transaction")
    request.getfixturevalue("transactional_db" if real else "db")
    monkeypatch.setitem(registry._models, FLOW.noun, Parcel)
    monkeypatch.setitem(registry._flows, FLOW.noun, FLOW)
    with connection.schema_editor() as editor:
        editor.create_model(Parcel)


@pytest.fixture
def street(parcels, cast):
    """The first street of the cast, and a parcel that its resident asks for at their door."""
    return Scene(cast)
