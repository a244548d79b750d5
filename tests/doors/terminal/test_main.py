"""The command line: what it lists, and how it refuses."""

import os
import subprocess
import sys
import tomllib

import pytest
from django.conf import settings

import tongxin
from tests.doors.terminal.instance import Instance
from tongxin.doors.terminal import main
from tongxin.host.home import Home


def test_help_lists_every_command_of_the_rooms_with_a_line(capsys):
    assert main.main(["--help"]) == 0
    printed = capsys.readouterr().out
    listed = [line.split(maxsplit=1) for line in printed.splitlines() if line.startswith("  ")]
    assert {"serve", "doctor", "worker", "prepare"} <= {words[0] for words in listed}
    assert all(len(words) == 2 for words in listed)


@pytest.mark.parametrize("command", ["serve", "doctor"])
def test_what_takes_no_options_says_so(command, capsys):
    assert main.main([command, "--help"]) == 0
    assert f"usage: tongxin {command}\n" in capsys.readouterr().out
    assert main.main([command, "--port", "80"]) == 1
    said = capsys.readouterr()
    assert (
        said.err
        == f"tongxin {command} takes no options such as --port; tongxin {command} --help tells more.\n"
    )


def test_version_is_the_one_the_project_declares(capsys):
    declared = tomllib.loads((settings.ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert main.main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == tongxin.__version__ == declared


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (
            "postgresql://someone:hidden@127.0.0.1:1/nothing",
            "The database that DATABASE_URL names cannot be reached: connection failed: ",
        ),
        ("mysql://someone:hidden@localhost/x", "DATABASE_URL cannot be understood."),
        ("postgresql://someone:hidden%zz@localhost/x", "DATABASE_URL cannot be understood."),
    ],
)
@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_database_that_cannot_be_had_is_one_sentence(command, url, sentence, tmp_path):
    said = subprocess.run(
        [sys.executable, "-m", "tongxin.doors.terminal.main", command],
        env={
            "PATH": "/usr/bin:/bin",
            "TONGXIN_HOME": str(tmp_path / "home"),
            "DATABASE_URL": url,
            "TONGXIN_PORT": "5399",
        },
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert said.stdout == ""
    assert said.stderr.startswith(sentence)
    assert len(said.stderr.strip().splitlines()) == 1
    assert "hidden" not in said.stderr


def test_the_first_command_of_an_installation_makes_its_folders(tmp_path):
    home = tmp_path / "home"
    said = subprocess.run(
        [sys.executable, "-m", "tongxin.doors.terminal.main", "check"],
        env={"PATH": "/usr/bin:/bin", "TONGXIN_HOME": str(home), "DATABASE_URL": os.environ["DATABASE_URL"]},
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stderr) == (0, "")
    assert (home / "keys" / "secret").read_text().strip()


def test_a_command_that_refuses_says_one_sentence_and_not_the_name_of_an_exception(tmp_path):
    url = os.environ["DATABASE_URL"]
    said = Instance(Home(tmp_path)).command("import", "cases", "x.csv", "--map", "none", DATABASE_URL=url)
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.startswith("没有名为“none”的对照表。自带的有：")
