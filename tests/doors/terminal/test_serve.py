"""An installation's hard life: parts and the supervisor are killed, and nothing acknowledged is lost."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doors.terminal.instance import Instance
from tests.waiting import until
from tongxin.host import postmaster, supervisor
from tongxin.host.home import Home

pytestmark = pytest.mark.xdist_group("serve")


@pytest.fixture
def instance() -> Iterator[Instance]:
    folder = Path(tempfile.mkdtemp(prefix="tongxin-serve-")).resolve()
    folder.chmod(0o711)
    one = Instance(Home(folder / "home"))
    yield one
    if one.process and one.process.poll() is None:
        one.stop()
    supervisor.end_orphans(one.home)
    running = postmaster.find(one.home.database.resolve())
    if running:
        running.stop()
    shutil.rmtree(folder)


def test_a_served_instance_outlives_kill_9_of_each_part_and_of_the_supervisor(instance: Instance):
    printed = instance.start()
    assert f"http://127.0.0.1:{instance.port}/" in printed
    assert str(instance.home.root) in printed
    assert (instance.home.keys / "secret").stat().st_mode & 0o777 == 0o600
    key = (instance.home.keys / "secret").read_text()
    instance.say("create table kept (n int)")

    for number, part in enumerate(["gunicorn", "django worker", "postgres"]):
        instance.say(f"insert into kept values ({number})")
        victim = instance.child(part)
        victim.kill()
        until(lambda part=part, victim=victim: instance.replaced(part, victim))
        until(instance.is_well)

    refused = instance.command("serve")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(f"Tongxin already runs with the data in {instance.home.root}.")

    instance.say("insert into kept values (3)")
    assert instance.stop(signal.SIGKILL) == -signal.SIGKILL
    assert instance.is_well(), "residents are served on while the supervisor is away"
    printed = instance.start()
    assert "left over from a start that was killed" in printed
    assert instance.say("select n from kept order by n") == [(0,), (1,), (2,), (3,)]
    assert (instance.home.keys / "secret").read_text() == key

    assert instance.stop(signal.SIGINT) == 0
    assert instance.own_processes() == []


def test_serve_on_a_taken_port_names_the_holder(instance: Instance):
    with socket.create_server(("127.0.0.1", instance.port)):
        refused = instance.command("serve")
    name = Path(f"/proc/{os.getpid()}/comm").read_text().strip()
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.strip() == (
        f"Port {instance.port} is taken by {name} (pid {os.getpid()}). Stop it, or choose another port: "
        f"TONGXIN_PORT={instance.port + 1} make run."
    )
    assert not instance.home.database.exists()


def test_a_command_starts_the_database_for_its_own_duration(instance: Instance):
    listed = instance.command("showmigrations", "territory")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "0001_initial" in listed.stdout
    assert instance.own_processes() == []


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a disk of a few kilobytes takes root")
@pytest.mark.parametrize(
    ("options", "sentence"),
    [("size=512k", "Only 0 MB are free on the disk of"), ("ro,size=512k", "its disk is mounted read-only")],
)
def test_serve_on_a_disk_that_is_full_or_read_only_is_one_sentence(
    instance: Instance, options: str, sentence: str
):
    mount = instance.home.root
    mount.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "none", mount], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this machine allows no mount")
    try:
        refused = instance.command("serve")
        assert not (mount / "postgres").exists()
    finally:
        subprocess.run(["umount", mount], check=True)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert sentence in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
