"""The embedded PostgreSQL through its life: made, adopted, killed, moved, refused."""

import os
import signal
import subprocess

import psutil
import psycopg
import pytest

from tongxin.host import binaries, postgres, postmaster, secret, sockets
from tongxin.host.account import Account
from tongxin.host.home import Home
from tongxin.host.trouble import Trouble


def _say(url: str, words: str, *values) -> list[tuple]:
    with psycopg.connect(url) as session:
        found = session.execute(words, values)
        return found.fetchall() if found.description else []


def test_start_makes_a_database_that_finds_chinese_by_trigram(home: Home):
    server = postgres.start(home, forgetful=True)
    with psycopg.connect(server.url) as session:
        session.execute("create extension pg_trgm")
        assert session.execute("select show_trgm('电梯停运') <> '{}'").fetchone() == (True,)
    assert _say(
        server.url, "select current_user::text, rolsuper from pg_roles where rolname = current_user"
    ) == [("tongxin", False)]
    assert not secret.is_lost(home)


def test_start_a_second_time_adopts_the_running_server(home: Home):
    first = postgres.start(home, forgetful=True)
    second = postgres.start(home, forgetful=True)
    assert (second.pid, second.adopted, second.url) == (first.pid, True, first.url)
    assert postgres.running_url(home) == first.url


def test_start_after_kill_9_of_the_postmaster_keeps_acknowledged_rows(home: Home):
    server = postgres.start(home)
    _say(server.url, "create table kept (n int)")
    for number in range(3):
        _say(server.url, "insert into kept values (%s)", number)
        os.kill(server.pid, signal.SIGKILL)
        server = postgres.start(home)
        assert not server.adopted
    assert _say(server.url, "select n from kept order by n") == [(0,), (1,), (2,)]


def test_start_with_a_pid_file_whose_number_belongs_to_another_process(home: Home):
    server = postgres.start(home, forgetful=True)
    server.stop()
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        lines = [str(stranger.pid), str(server.data), "0", "5432", str(server.socket), "", "1 1", "ready"]
        (server.data / "postmaster.pid").write_text("\n".join(lines) + "\n")
        (server.socket / ".s.PGSQL.5432.lock").write_text(f"{stranger.pid}\n")
        assert postgres.running_url(home) is None
        again = postgres.start(home, forgetful=True)
        assert not again.adopted
        assert psutil.pid_exists(stranger.pid)
    finally:
        stranger.kill()
        stranger.wait()


def test_stop_ends_the_server_and_leaves_no_pid_file(home: Home):
    server = postgres.start(home, forgetful=True)
    server.stop()
    assert postmaster.find(server.data) is None
    assert not (server.data / "postmaster.pid").exists()


def test_start_with_a_home_too_long_for_a_socket(home: Home):
    long = Home(home.root / ("很长的名字" * 12))
    server = postgres.start(long, forgetful=True)
    try:
        assert len(os.fsencode(server.socket / sockets.NAME)) <= sockets.LONGEST
        assert server.socket.stat().st_mode & 0o777 == 0o700
        assert _say(postgres.running_url(long), "select 1") == [(1,)]
    finally:
        server.stop()
    assert not server.socket.exists()


def test_start_over_data_of_another_major_version_refuses_and_touches_nothing(home: Home):
    server = postgres.start(home, forgetful=True)
    server.stop()
    mark = server.data / "PG_VERSION"
    mark.write_text("13\n")
    before = {path: path.stat().st_mtime_ns for path in server.data.rglob("*") if path.is_file()}
    with pytest.raises(Trouble, match=r"made by PostgreSQL 13, but the programs in .* are \d"):
        postgres.start(home, forgetful=True)
    assert {path: path.stat().st_mtime_ns for path in server.data.rglob("*") if path.is_file()} == before


def test_start_after_a_broken_off_initdb_makes_the_data_anew(home: Home):
    home.prepare()
    half = home.root / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    server = postgres.start(home, forgetful=True)
    assert _say(server.url, "select 1") == [(1,)]
    assert not half.exists()


def test_nobody_else_gets_in_not_even_past_the_folder(home: Home):
    """Another local user is kept out by the folder's rights, and by the kernel's word when those fail."""
    server = postgres.start(home, forgetful=True)
    assert server.socket.stat().st_mode & 0o777 == 0o700
    assert server.data.stat().st_mode & 0o777 == 0o700
    if os.geteuid():
        pytest.skip("trying the door as another account takes root")
    stranger = Account("games", 5, 60)
    psql = binaries.within_reach(binaries.find(), stranger).program("psql")
    for folder in [home.root, server.socket]:
        folder.chmod(0o777)
    (server.socket / sockets.NAME).chmod(0o777)
    said = subprocess.run(
        [psql, server.url, "-c", "select 1"],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        **stranger.as_subprocess(),
    )
    assert said.returncode == 2
    assert "Peer authentication failed" in said.stderr
