"""The operator's language: ``--language`` before the command, else what the terminal says, else Chinese."""

import os
from collections.abc import Mapping, Sequence

import django
from django.utils import translation

from tongxin.host.trouble import Trouble

OPTION = "--language"
CHINESE, ENGLISH = "zh-hans", "en"
# These only tell. Others may keep what they write, and that is in the language of the installation.
TELLING = frozenset({"doctor", "examine", "figures", "flows"})


def chosen(words: Sequence[str], environment: Mapping[str, str] = os.environ) -> tuple[str, list[str]]:
    """The language, and the words without the option. Raises Trouble for a language we don't speak."""
    if not (words and words[0].partition("=")[0] == OPTION):
        return _of_terminal(environment), list(words)
    _option, same, code = words[0].partition("=")
    code, rest = (code, words[1:]) if same else (words[1] if len(words) > 1 else "", words[2:])
    if code not in (CHINESE, ENGLISH):
        raise Trouble(f"{OPTION} is {CHINESE} or {ENGLISH}; {code or 'nothing'} is neither.")
    return code, list(rest)


def speak(code: str) -> None:
    """From now on Django's sentences come in this language. The settings are read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    translation.activate(code)


def _of_terminal(environment: Mapping[str, str]) -> str:
    said = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    return ENGLISH if said.lower().startswith("en") else CHINESE
