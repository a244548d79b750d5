"""What can be wrong with a machine: each check says what it found and how to mend it."""

import shutil
import stat
import sys
import zoneinfo
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tongxin.host import account, binaries, home, ports, secret, supervisor
from tongxin.host.home import Home
from tongxin.host.trouble import Trouble

OLDEST_PYTHON = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Finding:
    """One line of the doctor. ``mend`` is empty when all is well; ``grave`` findings fail the command."""

    about: str | Promise
    found: str | Promise
    mend: str | Promise = ""
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
    return Finding(
        "Python", version, "" if well else _("Install Python 3.11 or newer and run make run again.")
    )


def disk(house: Home) -> Finding:
    try:
        house.prepare()
    except Trouble as trouble:
        return Finding(_("disk"), _("unusable"), str(trouble))
    free = home.free_bytes(house.root) // 2**20
    said = format_lazy(_("{root} is writable, {free} MB free"), root=house.root, free=free)
    return Finding(_("disk"), said)


def keys(house: Home) -> Finding:
    """Key files are for their owner's eyes only, and where there is data there is the key that signs."""
    if secret.is_lost(house):
        mend = format_lazy(
            _("Put it back from your copy of the keys, or set {variable}."), variable=secret.VARIABLE
        )
        return Finding(_("keys"), format_lazy(_("{path} is gone"), path=secret.path(house)), mend)
    open_to_others = [
        path.name
        for path in sorted(house.keys.glob("*"))
        if stat.S_IMODE(path.stat().st_mode) & (0o077 if path.is_file() else 0o007)
    ]
    if open_to_others:
        said = format_lazy(_("others may read {names}"), names=", ".join(open_to_others))
        return Finding(_("keys"), said, f"chmod -R go= {house.keys}")
    count = len(list(house.keys.glob("*")))
    said = format_lazy(_("{count} in {folder}, for the owner only"), count=count, folder=house.keys)
    return Finding(_("keys"), said)


def time_zones() -> Finding:
    try:
        zoneinfo.ZoneInfo("Asia/Shanghai")
    except zoneinfo.ZoneInfoNotFoundError:
        return Finding(_("time zones"), _("no data for Asia/Shanghai"), _("Install the package tzdata."))
    return Finding(_("time zones"), _("Asia/Shanghai is known"))


def address(house: Home, host: str, port: int, *, serving: bool) -> Finding:
    """``serving``: this installation runs already, so the port should be taken, by it."""
    if serving:
        if ports.answers_well(host, port):
            return Finding(_("web address"), format_lazy(_("{url} answers"), url=f"http://{host}:{port}/"))
        return Finding(
            _("web address"),
            format_lazy(_("{url} does not say ok"), url=f"http://{host}:{port}/healthz"),
            _("Look into log/web.log and log/worker.log."),
        )
    if left := supervisor.orphans(house):
        found = format_lazy(_("{names} left over from a start that was killed"), names=", ".join(left))
        return Finding(_("web address"), found, _("make run ends that and starts anew."))
    try:
        ports.check_free(host, port)
    except Trouble as trouble:
        said = format_lazy(_("{address} is not free"), address=f"{host}:{port}")
        return Finding(_("web address"), said, str(trouble))
    return Finding(_("web address"), format_lazy(_("{address} is free"), address=f"{host}:{port}"))


def browser() -> Finding:
    """Only the browser tests need one."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found:
        return Finding(_("browser"), found)
    said = _("none found; browser tests are skipped")
    return Finding(_("browser"), said, _("make e2e installs one."), grave=False)


def postgresql(house: Home) -> list[Finding]:
    """The embedded PostgreSQL: programs, the account it runs as, the version of the data."""
    try:
        programs = binaries.find()
        who = account.for_database(house.database)
    except Trouble as trouble:
        return [Finding("PostgreSQL", _("unusable"), str(trouble))]
    said = format_lazy(
        _("{version} in {folder}, run as {name} (uid {uid})"),
        version=programs.version,
        folder=programs.folder,
        name=who.name,
        uid=who.uid,
    )
    findings = [Finding("PostgreSQL", said)]
    mark = house.database / "PG_VERSION"
    made_by = mark.read_text().strip() if mark.exists() else ""
    if made_by and made_by != str(programs.major):
        mend = _("Point TONGXIN_PG_BIN at the programs of PostgreSQL {version}, or restore a backup.")
        said = format_lazy(_("made by PostgreSQL {version}"), version=made_by)
        findings.append(Finding(_("data"), said, format_lazy(mend, version=made_by)))
    return findings
