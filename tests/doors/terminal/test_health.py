"""GET /healthz with every part up and with each part down."""

import pytest
from django.db import connection

import tongxin
from tongxin.doors.terminal import state


@pytest.fixture
def worker_heard(db):
    """Register a worker whose last heartbeat was so many seconds ago."""

    def register(seconds: float) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into procrastinate_workers (last_heartbeat) "
                "values (now() - make_interval(secs => %s))",
                [seconds],
            )

    return register


def test_healthz_with_a_fresh_heartbeat_says_ok(client, worker_heard):
    worker_heard(90)
    worker_heard(2)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "database": "ok",
        "worker": "ok",
        "disk": "ok",
        "heartbeat_age": pytest.approx(2, abs=1),
        "version": tongxin.__version__,
    }
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("seconds", [None, 31])
def test_healthz_without_a_recent_heartbeat_says_503(client, worker_heard, seconds):
    if seconds:
        worker_heard(seconds)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert (answer.json()["status"], answer.json()["database"], answer.json()["worker"]) == (
        "down",
        "ok",
        "down",
    )


def test_healthz_while_the_database_is_away_says_503_without_a_traceback(client, transactional_db, settings):
    here = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nowhere"
    try:
        answer = client.get("/healthz")
    finally:
        connection.settings_dict["HOST"] = here
        connection.close()
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "down",
        "database": "down",
        "worker": "down",
        "disk": "ok",
        "heartbeat_age": None,
        "version": tongxin.__version__,
    }


def test_healthz_refuses_to_be_posted_to(client):
    assert client.post("/healthz").status_code == 405


def test_healthz_says_when_the_disk_is_full(client, worker_heard, monkeypatch):
    worker_heard(2)
    monkeypatch.setattr(state, "ROOM", 2**62)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["disk"]) == (503, "full")
