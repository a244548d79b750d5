"""The script that makes .venv: what an old Python, and a Python without venv, are told."""

import ast
import subprocess
import sys

from tests.house.code import ROOT

SCRIPT = ROOT / "tongxin" / "host" / "environment.py"


def test_the_script_is_readable_by_a_python_that_is_too_old():
    ast.parse(SCRIPT.read_text(), feature_version=(3, 7))


def test_a_python_that_is_too_old_is_told_so(tmp_path):
    checkout = tmp_path / "tongxin" / "host"
    checkout.mkdir(parents=True)
    (checkout / "environment.py").write_text(
        SCRIPT.read_text().replace("OLDEST = (3, 11)", "OLDEST = (3, 99)")
    )
    (tmp_path / "requirements.txt").write_text("")
    said = subprocess.run(
        [sys.executable, checkout / "environment.py", "run"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert said.returncode == 1
    assert said.stderr.startswith(f"Python {version} is too old: Tongxin needs 3.11 or newer.")
    assert not (tmp_path / ".venv").exists()


def test_a_linked_environment_is_left_alone(tmp_path):
    checkout = tmp_path / "tongxin" / "host"
    checkout.mkdir(parents=True)
    (checkout / "environment.py").write_text(SCRIPT.read_text())
    (tmp_path / "theirs").mkdir()
    (tmp_path / ".venv").symlink_to(tmp_path / "theirs")
    subprocess.run([sys.executable, checkout / "environment.py", "dev"], check=True)
    assert list((tmp_path / "theirs").iterdir()) == []
