"""Stop is heard whenever it comes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import override

from tongxin.doors.terminal import checkup
from tongxin.host import supervisor
from tongxin.host.home import Home
from tongxin.host.supervisor import Ear, Stopped


@pytest.fixture
def ear() -> Iterator[Ear]:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield Ear()
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_is_heard_at_once_and_not_forgotten(ear: Ear, number: signal.Signals):
    assert not ear.heard(within=0)
    os.kill(os.getpid(), number)
    began = time.monotonic()
    assert ear.heard(within=10)
    assert ear.heard(within=10)
    assert time.monotonic() - began < 9
    with pytest.raises(Stopped):
        ear.pause(10)


def test_a_stop_that_comes_a_thousand_times_blocks_nothing():
    """At every instruction: an Event's lock, held by the very code the signal interrupts, would hang here."""
    script = (
        "import signal, time\n"
        "from tongxin.host.supervisor import Ear\n"
        "ear = Ear()\n"
        "signal.signal(signal.SIGALRM, signal.getsignal(signal.SIGTERM))\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.0001, 0.0001)\n"
        "end = time.monotonic() + 1\n"
        "while time.monotonic() < end: ear.heard(within=0.0001)\n"
        "print(ear.heard(within=0))\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=False
    )
    assert (said.stdout.strip(), said.stderr) == ("True", "")


def test_a_long_preparation_ends_when_a_stop_is_asked_for(ear: Ear):
    os.kill(os.getpid(), signal.SIGTERM)
    with pytest.raises(Stopped):
        supervisor.run_through(["sleep", "60"], dict(os.environ), ear)


def test_what_a_killed_start_left_running_is_named_and_a_stranger_is_not(home: Home):
    command = [sys.executable, "-c", "input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as left:
        trace = {"pid": left.pid, "since": time.time(), "command": command}
        stranger = {**trace, "command": [sys.executable, "-c", "print()"]}
        home.prepare()
        supervisor.record(home).write_text(json.dumps({"children": [trace, stranger]}))
        found = checkup.address(home, "127.0.0.1", 1, serving=False)
        name = f"{Path(sys.executable).name} (pid {left.pid})"
        assert supervisor.orphans(home) == [name]
        with override("en"):
            told = str(found.found), str(found.mend)
        assert told == (
            f"{name} left over from a start that was killed",
            "make run ends that and starts anew.",
        )
        left.communicate(b"\n")
    assert supervisor.orphans(home) == []
