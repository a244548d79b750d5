"""``tongxin doctor``: what is wrong with an installation, line by line, and how to mend it."""

import os

import django
from django.core.management import load_command_class
from django.db import Error, connection

from config import env
from tongxin.doors.terminal import serve, state
from tongxin.host import checkup, lease, locks
from tongxin.host.checkup import Finding
from tongxin.host.home import Home
from tongxin.host.trouble import Trouble


def doctor() -> int:
    """Print every finding; 1 when something grave is wrong, else 0."""
    home = Home.from_environment()
    serving = is_serving(home)
    here = (env.text("TONGXIN_BIND", "127.0.0.1"), env.number("TONGXIN_PORT", 5200))
    host, port = (serving and serve.served_at(home)) or here
    embedded = not os.environ.get("DATABASE_URL", "").strip()
    findings = checkup.machine(home, host, port, serving=serving, embedded=embedded)
    findings += database(home, serving=serving)
    for finding in findings:
        print(render(finding))
    wrong = [finding for finding in findings if finding.grave and not finding.is_well]
    print(f"\n{len(wrong)} to mend." if wrong else "\nAll well.")
    return 1 if wrong else 0


def is_serving(home: Home) -> bool:
    """Whether a ``tongxin serve`` of this home is alive."""
    if not (home.run / "serve.lock").exists():
        return False
    alone = locks.claim(home.run / "serve.lock")
    if alone is None:
        return True
    alone.close()
    return False


def database(home: Home, *, serving: bool) -> list[Finding]:
    """The database and what is in it; one finding when it cannot be had at all."""
    try:
        with lease.database(home) as held:
            os.environ.update(serve.environment_for(home, held.url))
            django.setup()
            try:
                return _inside(serving=serving)
            finally:
                connection.close()
    except Trouble as trouble:
        return [Finding("database", "not to be had", str(trouble))]


def render(finding: Finding) -> str:
    mark = "ok     " if finding.is_well else "problem" if finding.grave else "note   "
    line = f"{mark}  {finding.about}: {finding.found}"
    return line if finding.is_well else f"{line}\n         {finding.mend}"


def _inside(*, serving: bool) -> list[Finding]:
    findings = [_trigrams()]
    found = state.migrations()
    if found.unknown:
        mend = "Start the newer version of Tongxin, or restore a backup made with this one."
        return [*findings, Finding("migrations", f"{found.unknown[-1]} is of a newer version", mend)]
    if found.pending:
        mend = "make run applies them."
        return [*findings, Finding("migrations", f"{len(found.pending)} pending", mend, grave=serving)]
    findings += [Finding("migrations", "all applied"), *_queue(state.queue(), serving=serving)]
    return findings + load_command_class("tongxin.doors.terminal", "examine").findings()


def _trigrams() -> Finding:
    """Search in Chinese text stands on pg_trgm, which is silently empty under a wrong locale."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("create extension if not exists pg_trgm")
            cursor.execute("select array_length(show_trgm('电梯停运'), 1), current_setting('server_version')")
            count, version = cursor.fetchone()
    except Error as error:
        mend = "Install the contrib modules of PostgreSQL, or have an administrator create the extension."
        return Finding("database", f"no pg_trgm ({str(error).splitlines()[0]})", mend)
    if not count:
        mend = "Make it anew (createdb -E UTF8 --locale C.UTF-8 -T template0) and restore a backup."
        return Finding("database", "its locale does not know Chinese letters", mend)
    return Finding("database", f"PostgreSQL {version}, Chinese text is searchable")


def _queue(queue: state.Queue, *, serving: bool) -> list[Finding]:
    findings = []
    if serving and not queue.worker_is_up:
        findings.append(Finding("worker", "gives no heartbeat", "Look into log/worker.log, then start anew."))
    elif queue.worker_is_up:
        findings.append(Finding("worker", f"heartbeat {queue.heartbeat_age:.0f} s ago"))
    else:
        findings.append(Finding("worker", "not running, and neither is the web server"))
    words = f"{queue.waiting} waiting, {queue.failed} failed"
    if queue.waiting > 1000 and queue.worker_is_up:
        mend = "More workers help: tongxin worker on another machine, or --concurrency."
        return [*findings, Finding("queue", words, mend, grave=False)]
    if queue.failed:
        mend = "Mend what log/worker.log says; then tongxin retry takes them up again."
        return [*findings, Finding("queue", words, mend, grave=False)]
    return [*findings, Finding("queue", words)]
