"""``tongxin doctor``: what is wrong with an installation, line by line, and how to mend it."""

import os

from django.core.management import load_command_class
from django.db import Error, connection
from django.utils.translation import gettext as _

from config import env
from tongxin.doors.terminal import checkup, serve, state
from tongxin.doors.terminal.checkup import Finding
from tongxin.doors.terminal.language import speak
from tongxin.host import lease, locks
from tongxin.host.home import Home
from tongxin.host.trouble import Trouble


def doctor(language: str) -> int:
    """Print every finding in the operator's language; 1 when something grave is wrong, else 0."""
    home = Home.from_environment()
    serving = is_serving(home)
    here = (env.text("TONGXIN_BIND", "127.0.0.1"), env.number("TONGXIN_PORT", 5200))
    host, port = (serving and serve.served_at(home)) or here
    embedded = not os.environ.get("DATABASE_URL", "").strip()
    findings = checkup.machine(home, host, port, serving=serving, embedded=embedded)
    findings += database(home, language, serving=serving)
    speak(language)
    for finding in findings:
        print(render(finding))
    wrong = [finding for finding in findings if finding.grave and not finding.is_well]
    print()
    print(_("{count} to mend.").format(count=len(wrong)) if wrong else _("All well."))
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


def database(home: Home, language: str, *, serving: bool) -> list[Finding]:
    """The database and what is in it; one finding when it cannot be had at all."""
    try:
        with lease.database(home) as held:
            os.environ.update(serve.environment_for(home, held.url))
            speak(language)
            try:
                return _inside(serving=serving)
            finally:
                connection.close()
    except Trouble as trouble:
        speak(language)
        return [Finding(_("database"), _("not to be had"), str(trouble))]


def render(finding: Finding) -> str:
    mark = _("ok     ") if finding.is_well else _("problem") if finding.grave else _("note   ")
    line = f"{mark}  {finding.about}: {finding.found}"
    return line if finding.is_well else f"{line}\n         {finding.mend}"


def _inside(*, serving: bool) -> list[Finding]:
    findings = [_trigrams()]
    found = state.migrations()
    if found.unknown:
        mend = _("Start the newer version of Tongxin, or restore a backup made with this one.")
        said = _("{name} is of a newer version").format(name=found.unknown[-1])
        return [*findings, Finding(_("migrations"), said, mend)]
    if found.pending:
        said = _("{count} pending").format(count=len(found.pending))
        return [*findings, Finding(_("migrations"), said, _("make run applies them."), grave=serving)]
    findings += [Finding(_("migrations"), _("all applied")), *_queue(state.queue(), serving=serving)]
    return findings + load_command_class("tongxin.doors.terminal", "examine").findings()


def _trigrams() -> Finding:
    """Search in Chinese text stands on pg_trgm, which is silently empty under a wrong locale."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("create extension if not exists pg_trgm")
            cursor.execute("select array_length(show_trgm('电梯停运'), 1), current_setting('server_version')")
            count, version = cursor.fetchone()
    except Error as error:
        mend = _("Install the contrib modules of PostgreSQL, or have an administrator create the extension.")
        return Finding(_("database"), f"pg_trgm: {str(error).splitlines()[0]}", mend)
    if not count:
        mend = _("Make it anew (createdb -E UTF8 --locale C.UTF-8 -T template0) and restore a backup.")
        return Finding(_("database"), _("its locale does not know Chinese letters"), mend)
    said = _("PostgreSQL {version}, Chinese text is searchable").format(version=version)
    return Finding(_("database"), said)


def _queue(queue: state.Queue, *, serving: bool) -> list[Finding]:
    findings = []
    if serving and not queue.worker_is_up:
        mend = _("Look into log/worker.log, then start anew.")
        findings.append(Finding(_("worker"), _("gives no heartbeat"), mend))
    elif queue.worker_is_up:
        age = _("heartbeat {seconds} s ago").format(seconds=round(queue.heartbeat_age))
        findings.append(Finding(_("worker"), age))
    else:
        findings.append(Finding(_("worker"), _("not running, and neither is the web server")))
    words = _("{waiting} waiting, {failed} failed").format(waiting=queue.waiting, failed=queue.failed)
    if queue.waiting > 1000 and queue.worker_is_up:
        mend = _("More workers help: tongxin worker on another machine, or --concurrency.")
        return [*findings, Finding(_("queue"), words, mend, grave=False)]
    if queue.failed:
        mend = _("Mend what log/worker.log says; then tongxin retry takes them up again.")
        return [*findings, Finding(_("queue"), words, mend, grave=False)]
    return [*findings, Finding(_("queue"), words)]
