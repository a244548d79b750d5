"""A backup is taken from one installation and put into another, through the command line."""

import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doors.terminal.instance import Instance
from tongxin.host import backup, lease
from tongxin.host.home import Home
from tongxin.host.trouble import Trouble

WORDS = "电梯停了，三楼的老人下不来"


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="tongxin-backup-")).resolve()
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


def test_a_backup_restores_rows_and_pictures_and_leaves_the_keys_at_home(folder: Path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL")
    here, there = Instance(Home(folder / "here")), Instance(Home(folder / "there"))
    with lease.database(here.home):
        here.say("create extension pg_trgm")
        here.say("create table kept (said text)")
        here.say(f"insert into kept values ('{WORDS}')")
        picture = here.home.root / "media" / "2026" / "lift.webp"
        picture.parent.mkdir()
        picture.write_bytes(b"a picture")
        (here.home.keys / "vault.json").write_text("secret")
        file = folder / "backup.tar"
        assert here.command("backup", str(file)).returncode == 0
        again = here.command("backup", str(file))
        assert (again.returncode, again.stderr.count("\n")) == (1, 1)
        assert "exists already" in again.stderr
        nowhere = here.command("backup", str(folder / "none" / "backup.tar"))
        assert (nowhere.returncode, nowhere.stderr.count("\n")) == (1, 1)
        assert "cannot be written: No such file or directory" in nowhere.stderr
        assert [path.name for path in folder.glob("*.tar*")] == ["backup.tar"]
    assert file.stat().st_mode & 0o777 == 0o600

    with lease.database(there.home):
        assert there.command("restore", str(file)).returncode == 0
        assert there.say("select said from kept") == [(WORDS,)]
        assert (there.home.root / "media" / "2026" / "lift.webp").read_bytes() == b"a picture"
        assert not (there.home.keys / "vault.json").exists()

        there.say("update kept set said = 'later'")
        refused = there.command("restore", str(file))
        assert refused.returncode == 1
        assert "Say --replace" in refused.stderr
        (folder / "torn.tar").write_bytes(file.read_bytes()[:2000])
        torn = there.command("restore", str(folder / "torn.tar"), "--replace")
        assert torn.returncode == 1
        assert "is not a backup of Tongxin" in torn.stderr
        assert there.say("select said from kept") == [("later",)]
        assert there.command("restore", str(file), "--replace").returncode == 0
        assert there.say("select said from kept") == [(WORDS,)]


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "media/../../outside"])
def test_restore_refuses_a_file_that_wants_to_lie_elsewhere(folder: Path, name: str):
    home = Home(folder / "home")
    home.prepare()
    file = folder / "evil.tar"
    with tarfile.open(file, "w") as tar:
        tar.addfile(tarfile.TarInfo(name))
    with pytest.raises(Trouble, match=r"is not a backup of Tongxin .* does not belong in a backup"):
        backup.restore(home, "postgresql://nobody@/nothing?host=/nowhere", file, replace=True)
    assert sorted(path.name for path in folder.iterdir()) == ["evil.tar", "home"]
