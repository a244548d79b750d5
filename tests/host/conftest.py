"""Each test here may have a home of its own, on a path that a lesser account can walk through."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tongxin.host import postmaster
from tongxin.host.home import Home


@pytest.fixture
def home() -> Iterator[Home]:
    folder = Path(tempfile.mkdtemp(prefix="tongxin-host-")).resolve()
    folder.chmod(0o711)
    yield Home(folder / "home")
    data = (folder / "home" / "postgres").resolve()
    running = postmaster.find(data)
    if running:
        running.stop()
    shutil.rmtree(folder)
