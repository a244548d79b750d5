"""Small parts of the host: ports, locks, keys, logs, orphans."""

import os
import subprocess
import sys
import time

import psutil
import pytest
from django.utils.translation import override

from tests.waiting import until
from tongxin.doors.terminal import checkup
from tongxin.host import children, locks, logs, ports, secret
from tongxin.host.home import Home
from tongxin.host.trouble import Trouble


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70000), ("no such host", 80)])
def test_an_address_that_is_none_is_refused(host: str, port: int):
    with pytest.raises(Trouble, match="is no address"):
        ports.check_free(host, port)


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(Trouble, match=r"192\.0\.2\.1:8000 cannot be opened"):
        ports.check_free("192.0.2.1", 8000)


def test_a_shared_lock_is_alone_only_when_everybody_else_has_left(tmp_path):
    first, second = locks.share(tmp_path / "users"), locks.share(tmp_path / "users")
    assert not locks.try_alone(first)
    first.close()
    assert locks.try_alone(second)
    second.close()


def test_a_lease_lasts_as_long_as_a_child_that_inherited_it(tmp_path):
    ours = locks.share(tmp_path / "users")
    child = subprocess.Popen(["sleep", "60"], pass_fds=[ours.fileno()])
    ours.close()
    assert locks.claim(tmp_path / "users") is None
    child.kill()
    child.wait()
    claimed = locks.claim(tmp_path / "users")
    assert claimed is not None
    claimed.close()


def test_the_secret_is_made_once_and_for_its_owner_only(home: Home, monkeypatch):
    monkeypatch.delenv(secret.VARIABLE, raising=False)
    home.prepare()
    made = secret.read_or_make(home)
    assert len(made) > 50
    assert secret.read_or_make(home) == secret.read(home) == made
    assert secret.path(home).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in home.keys.iterdir()] == ["secret"]
    monkeypatch.setenv(secret.VARIABLE, "given")
    assert secret.read_or_make(home) == "given"


def test_a_lost_secret_is_said_and_not_replaced(home: Home, monkeypatch):
    monkeypatch.delenv(secret.VARIABLE, raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    home.prepare()
    assert checkup.keys(home).is_well
    home.database.mkdir()
    (home.database / "PG_VERSION").write_text("18")

    with override("en"):
        assert checkup.keys(home).found == f"{secret.path(home)} is gone"
    with pytest.raises(Trouble, match="Put it back"):
        secret.read_or_make(home)
    assert not secret.path(home).exists()
    monkeypatch.setenv(secret.VARIABLE, "given")
    assert (checkup.keys(home).is_well, secret.read_or_make(home)) == (True, "given")


def test_a_large_log_is_put_aside_and_three_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "LARGEST", 3)
    log = tmp_path / "web.log"
    for number in range(6):
        log.write_text(f"line {number}")
        logs.make_room(log)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["web.log.1", "web.log.2", "web.log.3"]
    assert [(tmp_path / f"web.log.{n}").read_text() for n in (1, 2, 3)] == ["line 5", "line 4", "line 3"]


def test_an_orphan_is_ended_and_a_stranger_with_its_number_is_not():
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    began = time.time()
    orphan = subprocess.Popen(command, start_new_session=True)
    until(lambda: psutil.Process(orphan.pid).cmdline() == command, "the process to be what it was told")
    trace = {"pid": orphan.pid, "since": began, "command": command}
    strangers = [
        trace | {"command": [sys.executable, "-m", "gunicorn"]},
        trace | {"since": time.time() + 60},
        trace | {"pid": os.getpid()},
    ]
    assert children.end_orphans(strangers) == []
    assert psutil.Process(orphan.pid).is_running()
    assert children.end_orphans([trace]) == [f"{os.path.basename(sys.executable)} (pid {orphan.pid})"]  # noqa: PTH119
    assert not psutil.pid_exists(orphan.pid)
    orphan.wait()
