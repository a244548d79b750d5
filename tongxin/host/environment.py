"""Makes .venv and installs the locked requirements. Runs on a bare Python, before anything is installed.

    python3 tongxin/host/environment.py run|dev

pip alone is enough; uv is used when it is on PATH. Nothing is done again until a lock changes.
Written so that a Python too old for the product still reads it and can say so.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LAUNCHER = """#!/bin/sh
exec "{python}" -m tongxin.doors.terminal.main "$@"
"""


def main(kind):
    """Bring .venv to the state the locks ask for; ``kind`` is "run", or "dev" for the tools as well."""
    if VENV.is_symlink():
        return  # somebody else's environment, lent by a link: theirs to keep up
    locks = [ROOT / "requirements.txt"] + ([ROOT / "requirements-dev.txt"] if kind == "dev" else [])
    wanted, stamp = fingerprint(locks), VENV / f"installed-{kind}"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if not PYTHON.exists():
        make(find_python())
    install(locks)
    link_project()
    stamp.write_text(wanted)


def find_python():
    """The Python to build on: this one, else the newest on PATH that is new enough."""
    if sys.version_info >= OLDEST:
        return sys.executable
    newer = filter(None, (shutil.which(f"python3.{minor}") for minor in range(19, OLDEST[1] - 1, -1)))
    return next(newer, None) or refuse(
        f"Python {sys.version_info[0]}.{sys.version_info[1]} is too old: Tongxin needs 3.11 or newer. "
        "Install one and make sure that python3 means it."
    )


def make(base):
    """A fresh .venv; one that was broken off half-way is thrown away first."""
    say("making .venv")
    shutil.rmtree(str(VENV), ignore_errors=True)
    uv = shutil.which("uv")
    command = [uv, "venv", "-q", "--python", base, str(VENV)] if uv else [base, "-m", "venv", str(VENV)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        shutil.rmtree(str(VENV), ignore_errors=True)
        words = done.stdout.decode(errors="replace").strip()
        if "ensurepip" in words:
            refuse("This Python cannot make environments. Install its venv part: apt install python3-venv.")
        reason = words.splitlines()[-1] if words else "no reason given"
        refuse(f"No environment could be made in {VENV}: {reason}")


def install(locks):
    """Install exactly what the locks name, each file checked by its hash."""
    say(f"installing {' and '.join(lock.name for lock in locks)} (once; this takes a minute or two)")
    uv = shutil.which("uv")
    if uv:
        command = [uv, "pip", "install", "-q", "--python", str(PYTHON), "--require-hashes"]
    else:
        command = [
            str(PYTHON),
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "--require-hashes",
        ]
    command += [word for lock in locks for word in ("-r", str(lock))]
    if subprocess.run(command, check=False).returncode:
        refuse("The locked requirements could not be installed (see above). Is the package index reachable?")


def link_project():
    """Make the checkout importable and `.venv/bin/tongxin` runnable, with no build and no network."""
    ask = [str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    packages = subprocess.run(ask, stdout=subprocess.PIPE, check=True).stdout.decode().strip()
    (Path(packages) / "tongxin.pth").write_text(f"{ROOT}\n")
    launcher = VENV / "bin" / "tongxin"
    launcher.write_text(LAUNCHER.format(python=PYTHON))
    launcher.chmod(0o755)


def fingerprint(locks):
    """Changes with the locks, the place of the checkout and this script."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in [*locks, Path(__file__)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def say(words):
    sys.stderr.write(f"{words}\n")


def refuse(sentence):
    say(sentence)
    sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run")
