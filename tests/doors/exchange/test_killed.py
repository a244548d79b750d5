"""A killed import: what was acknowledged is there, and ``--resume`` goes on from there."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection, connections

from tests.doors.exchange.files import messages, write_csv
from tongxin.doors.exchange.models import ImportRun
from tongxin.engine.flows.selectors import verify
from tongxin.trades.cases.models import Case

ROOT = Path(__file__).resolve().parents[3]
ROWS = 2500
PATIENCE = 120


def command(path: Path, at: str, *words: str) -> list[str]:
    return [
        *(sys.executable, "manage.py", "import", "cases", str(path)),
        *("--map", "stream", "--at", at, "--language", "en", *words),
    ]


def environment() -> dict[str, str]:
    """This test's own database, for another process."""
    whole = urlsplit(os.environ["DATABASE_URL"])
    return {
        **os.environ,
        "DATABASE_URL": whole._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
    }


@pytest.mark.django_db(transaction=True)
def test_an_import_killed_half_way_goes_on_and_doubles_nothing(tmp_path, at):
    path = write_csv(tmp_path / "a.csv", messages(ROWS))
    running = subprocess.Popen(command(path, at.code), cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + PATIENCE
    while not ImportRun.objects.filter(last_row__gt=0).exists():
        assert running.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    run = ImportRun.objects.get()
    assert run.state == "running"
    assert 0 < run.new < ROWS
    assert Case.objects.count() == run.new == run.last_row - 1
    words = command(path, at.code, "--resume")
    told = subprocess.check_output(words, cwd=ROOT, env=environment(), text=True)
    assert told.splitlines() == [
        f"Going on after row {run.last_row:,}.",
        f"{ROWS:,} new, 0 already here, 0 left out by the map, 0 with errors.",
        "Not read, as the map says nothing about them: user.",
    ]
    assert ImportRun.objects.get().state == "done"
    assert Case.objects.values("external_id").distinct().count() == Case.objects.count() == ROWS
    assert list(verify("cases.case")) == []
    connections.close_all()
