"""The ``tongxin`` command line: serve, doctor, and the management commands of the rooms.

A command finds a database running: the one of a served instance of the same ``TONGXIN_HOME``, or one
that is started for as long as the command takes.
"""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import (
    CommandError,
    execute_from_command_line,
    get_commands,
    load_command_class,
)

import tongxin
from tongxin.doors.terminal import language, serve
from tongxin.doors.terminal.doctor import doctor
from tongxin.host import lease
from tongxin.host.home import Home
from tongxin.host.trouble import Trouble

OWN = {
    "serve": "Start everything and keep it running until Ctrl-C.",
    "doctor": "Tell what is wrong with this installation and how to mend it.",
}
SETTINGS = """
It takes no options. What can be set is in the environment:
  TONGXIN_HOME   the folder of everything this installation keeps (var)
  TONGXIN_PORT   port of the web server (5200)
  TONGXIN_BIND   its address (127.0.0.1)
  TONGXIN_DEMO   0: do not load the demo zone
  DATABASE_URL   a PostgreSQL of your own instead of the embedded one
  LANG           en…: doctor, figures and flows speak English, else Chinese
                 (or: tongxin --language en figures)
All others: docs/how-to/run.md."""


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status. Every refusal is one sentence on stderr."""
    try:
        code, words = language.chosen(sys.argv[1:] if argv is None else argv)
        name = words[0] if words else "--help"
        if name in {"-h", "--help", "help"}:
            print(overview())
            return 0
        if name in {"-V", "--version", "version"}:
            print(tongxin.__version__)
            return 0
        if name in OWN and words[1:] in (["-h"], ["--help"]):
            print(f"usage: tongxin {name}\n\n{OWN[name]}\n{SETTINGS}")
            return 0
        if name in OWN and words[1:]:
            raise Trouble(
                f"tongxin {name} takes no options such as {words[1]}; tongxin {name} --help tells more."
            )
        if name == "serve":
            return serve.serve()
        if name == "doctor":
            return doctor(code)
        return _dispatch(words, code)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1


def overview() -> str:
    """Every subcommand with one line each."""
    _set_up(Home.from_environment())
    django.setup()
    lines = OWN | {
        name: load_command_class(app, name).help.strip().splitlines()[0]
        for name, app in get_commands().items()
        if app.startswith("tongxin.")
    }
    width = max(map(len, lines)) + 2
    listed = [f"  {name:<{width}}{lines[name]}" for name in [*OWN, *sorted(lines.keys() - OWN.keys())]]
    return "\n".join(
        [
            "usage: tongxin [--language en] COMMAND [options]      (tongxin COMMAND --help tells more)",
            "",
            *listed,
            "",
            "Django's own commands (shell, dbshell, …) work too.",
        ]
    )


def _dispatch(words: list[str], code: str) -> int:
    home = Home.from_environment()
    with lease.database(home) as database:
        _set_up(home, database.url)
        try:
            if words[0] in language.TELLING:
                language.speak(code)
            # With it a refusal is raised to us; without it Django prints the name of the exception before it.
            execute_from_command_line(["tongxin", words[0], "--traceback", *words[1:]])
        except CommandError as refused:
            raise Trouble(str(refused)) from refused
        except ImproperlyConfigured as error:
            raise Trouble(f"The configuration does not hold together: {error}") from error
    return 0


def _set_up(home: Home, url: str | None = None) -> None:
    """Put into our own environment what the settings read."""
    own = serve.environment_for(home, url) if url else {"DJANGO_SETTINGS_MODULE": "config.settings"}
    for name, value in own.items():
        os.environ.setdefault(name, value)


if __name__ == "__main__":
    sys.exit(main())
