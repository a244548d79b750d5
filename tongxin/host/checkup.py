"""What can be wrong with a machine: each check says what it found and how to mend it."""

import shutil
import stat
import sys
import zoneinfo
from dataclasses import dataclass

from tongxin.host import account, binaries, home, ports, secret, supervisor
from tongxin.host.home import Home
from tongxin.host.trouble import Trouble

OLDEST_PYTHON = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Finding:
    """One line of the doctor. ``mend`` is empty when all is well; ``grave`` findings fail the command."""

    about: str
    found: str
    mend: str = ""
    grave: bool = True

    @property
    def is_well(self) -> bool:
        return not self.mend


def machine(house: Home, host: str, port: int, *, serving: bool, embedded: bool) -> list[Finding]:
    """Every check that needs no database."""
    findings = [
        python(),
        disk(house),
        keys(house),
        time_zones(),
        address(house, host, port, serving=serving),
        browser(),
    ]
    return [*findings, *postgresql(house)] if embedded else findings


def python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    well = sys.version_info >= OLDEST_PYTHON
    return Finding("Python", version, "" if well else "Install Python 3.11 or newer and run make run again.")


def disk(house: Home) -> Finding:
    try:
        house.prepare()
    except Trouble as trouble:
        return Finding("disk", "unusable", str(trouble))
    return Finding("disk", f"{house.root} is writable, {home.free_bytes(house.root) // 2**20} MB free")


def keys(house: Home) -> Finding:
    """Key files are for their owner's eyes only, and where there is data there is the key that signs."""
    if secret.is_lost(house):
        mend = f"Put it back from your copy of the keys, or set {secret.VARIABLE}."
        return Finding("keys", f"{secret.path(house)} is gone", mend)
    open_to_others = [
        path.name
        for path in sorted(house.keys.glob("*"))
        if stat.S_IMODE(path.stat().st_mode) & (0o077 if path.is_file() else 0o007)
    ]
    if open_to_others:
        return Finding("keys", f"others may read {', '.join(open_to_others)}", f"chmod -R go= {house.keys}")
    return Finding("keys", f"{len(list(house.keys.glob('*')))} in {house.keys}, for the owner only")


def time_zones() -> Finding:
    try:
        zoneinfo.ZoneInfo("Asia/Shanghai")
    except zoneinfo.ZoneInfoNotFoundError:
        return Finding("time zones", "no data for Asia/Shanghai", "Install the package tzdata.")
    return Finding("time zones", "Asia/Shanghai is known")


def address(house: Home, host: str, port: int, *, serving: bool) -> Finding:
    """``serving``: this installation runs already, so the port should be taken, by it."""
    if serving:
        if ports.answers_well(host, port):
            return Finding("address", f"http://{host}:{port}/ answers")
        return Finding(
            "address",
            f"http://{host}:{port}/healthz does not say ok",
            "Look into log/web.log and log/worker.log.",
        )
    if left := supervisor.orphans(house):
        found = f"{', '.join(left)} left over from a start that was killed"
        return Finding("address", found, "make run ends that and starts anew.")
    try:
        ports.check_free(host, port)
    except Trouble as trouble:
        return Finding("address", f"{host}:{port} is not free", str(trouble))
    return Finding("address", f"{host}:{port} is free")


def browser() -> Finding:
    """Only the browser tests need one."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found:
        return Finding("browser", found)
    return Finding("browser", "none found; browser tests are skipped", "make e2e installs one.", grave=False)


def postgresql(house: Home) -> list[Finding]:
    """The embedded PostgreSQL: programs, the account it runs as, the version of the data."""
    try:
        programs = binaries.find()
        who = account.for_database(house.database)
    except Trouble as trouble:
        return [Finding("PostgreSQL", "unusable", str(trouble))]
    findings = [
        Finding("PostgreSQL", f"{programs.version} in {programs.folder}, run as {who.name} (uid {who.uid})")
    ]
    mark = house.database / "PG_VERSION"
    made_by = mark.read_text().strip() if mark.exists() else ""
    if made_by and made_by != str(programs.major):
        mend = f"Point TONGXIN_PG_BIN at the programs of PostgreSQL {made_by}, or restore a backup."
        findings.append(Finding("data", f"made by PostgreSQL {made_by}", mend))
    return findings
