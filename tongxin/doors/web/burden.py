"""减负自查: what burdens the people at the grass roots, looked for in the code and the tables themselves.

The rules are those of the opinions against formalism at the fingertips (中央网信委, 2023-12-18) and of the
provisions of 2024 (中办、国办, 2024-08-06): no compulsory download, no check-in, no streaks or time
online, no ranking of persons, no work judged by photographs. ``lines()`` looks for each of them and says
what it looked at and what it found; /burden shows it as it stands.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _

import tongxin
from tongxin.engine.flows.registry import flows
from tongxin.engine.flows.table import KINDS, Flow

HOUSE = Path(tongxin.__file__).parent
SETTINGS = HOUSE.parent / "config/settings.py"

CHECK_IN = re.compile(r"check_?in|clock_?in|punch|attendance_streak|latitude_at_sign|position_at_sign")
STREAK = re.compile(r"streak|in_a_row|online_(time|minutes|seconds)|minutes_online|log_?ins_count")
SCORE = re.compile(r"(^|_)(points|credits|score|badge|medal|leaderboard|ranking|stars)(_|$)")
PERSONS = r"account|person|actor|holder|handler|worker|volunteer|taker|by_name"
COUNTED_BY_PERSON = re.compile(
    rf"\.values\([^)]*['\"]\w*(?:{PERSONS})\w*['\"][^)]*\)\s*\.annotate\([^)]*(?:Count|Sum|Avg|Rank)\("
    rf"|group by [^;\"']*(?:{PERSONS})"
)
EXCUSED = re.compile(r"# counts persons: (.+)")
EXCUSES = {
    "to guard names": _(
        "Who looks at many residents' names within an hour is counted for the auditor, to guard those names. "
        "It is no measure of work."
    )
}
DOWNLOAD = re.compile(
    r"beforeinstallprompt|\.apk\b|\.ipa\b|itms-services|apps\.apple\.com|market://|appgallery|a\.app\.qq\.com"
)
WATCHING = re.compile(r"watchPosition|Notification\.requestPermission|getInstalledRelatedApps")


@dataclass(frozen=True, slots=True)
class Line:
    """One rule, what was looked at for it and how much of it, and what was found (nothing, as it should be).

    ``excused``: where something is counted by person all the same, and why.
    """

    rule: object
    looked: object
    amount: int
    found: tuple[str, ...]
    excused: tuple[tuple[str, object], ...] = ()


def photos_demanded(of: Iterable[Flow], shown: Iterable[type[forms.BaseForm]]) -> list[str]:
    """Steps that ask for a photo and take no for no answer, and forms with a picture that must be there."""
    steps = [
        f"{flow.name}.{step.name}.{ask.name}"
        for flow in of
        for step in flow.steps
        for ask in step.asks
        if ask.kind == "photos" and ask.required
    ]
    return steps + [
        f"{form.__name__}.{name}"
        for form in shown
        for name, field in form.base_fields.items()
        if isinstance(field, forms.FileField)
        and field.required
        and "image" in str(field.widget.attrs.get("accept", ""))
    ]


def named_like(pattern: re.Pattern, names: Iterable[str]) -> list[str]:
    """Those names whose last part says what ``pattern`` looks for."""
    return [name for name in names if pattern.search(name.rpartition(".")[2].lower())]


def said_in(pattern: re.Pattern, texts: dict[str, str]) -> list[str]:
    """Where ``pattern`` stands in the texts, as ``file: what``."""
    return [f"{name}: {match.group()}" for name, text in texts.items() for match in pattern.finditer(text)]


def counted_by_person(modules: dict[str, str]) -> tuple[list[str], list[tuple[str, object]]]:
    """Queries that count by person: those without a known excuse, and the others with theirs."""
    found, excused = [], []
    for name, text in modules.items():
        for match in COUNTED_BY_PERSON.finditer(text):
            beside = EXCUSED.search(text[max(0, match.start() - 400) : match.end()])
            if beside and beside.group(1) in EXCUSES:
                excused.append((name, EXCUSES[beside.group(1)]))
            else:
                found.append(name)
    return found, excused


def columns() -> list[str]:
    """Every column of every table of the house, as ``app.Model.column``."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("tongxin.")]
    return [f"{model._meta.label}.{field.name}" for model in ours for field in model._meta.concrete_fields]


def forms_known(base: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    """Every form class of the house."""
    for each in base.__subclasses__():
        if each.__module__.startswith("tongxin.") and hasattr(each, "base_fields"):
            yield each
        yield from forms_known(each)


def sources(*patterns: str) -> dict[str, str]:
    """The house's files of these patterns with their text; what others wrote (vendor) is left out."""
    paths = {path for pattern in patterns for path in HOUSE.rglob(pattern) if "vendor" not in path.parts}
    return {path.relative_to(HOUSE).as_posix(): path.read_text("utf-8") for path in sorted(paths)}


def settings_read() -> list[str]:
    """The name of every setting an installation may change."""
    return sorted(set(re.findall(r"\bTONGXIN_\w+", SETTINGS.read_text("utf-8"))))


Check = Callable[[], Line]


def _photo() -> Line:
    asked = [ask for flow in flows() for step in flow.steps for ask in step.asks]
    known = list(forms_known())
    return Line(
        _("No photo is compulsory: work is not judged by pictures."),
        _("questions of steps, and forms"),
        len(asked) + len(known),
        tuple(photos_demanded(flows(), known)),
    )


def _download() -> Line:
    shown = sources("*.html", "*.js")
    return Line(
        _("Nothing has to be downloaded or installed; no page asks for it."),
        _("pages and scripts"),
        len(shown),
        tuple(said_in(DOWNLOAD, shown)),
    )


def _check_in() -> Line:
    names = columns()
    kinds = [kind for kind in KINDS if kind in {"position", "location", "check_in"}]
    return Line(
        _("Nobody checks in, at no place and at no hour; no step asks where somebody stands."),
        _("columns of tables, and kinds of question"),
        len(names) + len(KINDS),
        (*named_like(CHECK_IN, names), *kinds),
    )


def _watching() -> Line:
    scripts = sources("*.js")
    return Line(
        _("No script follows a device or asks to send it messages; only a button asks for a position."),
        _("scripts"),
        len(scripts),
        tuple(said_in(WATCHING, scripts)),
    )


def _streak() -> Line:
    names = columns()
    return Line(
        _("Days in a row and time online are not counted."),
        _("columns of tables"),
        len(names),
        tuple(named_like(STREAK, names)),
    )


def _points() -> Line:
    names = columns()
    return Line(
        _("No points, badges or scores of persons are kept. Where hours give points is said below."),
        _("columns of tables"),
        len(names),
        tuple(named_like(SCORE, names)),
    )


def _ranking() -> Line:
    modules = sources("*.py")
    found, excused = counted_by_person(modules)
    return Line(
        _("Persons are not ranked: no list counts work by person."),
        _("modules with queries"),
        len(modules),
        tuple(found),
        tuple(excused),
    )


def _settings() -> Line:
    names = settings_read()
    switched = [name for pattern in (CHECK_IN, STREAK, SCORE) for name in named_like(pattern, names)]
    return Line(_("No setting can switch any of this on."), _("settings"), len(names), tuple(switched))


CHECKS: tuple[Check, ...] = (_download, _check_in, _watching, _streak, _points, _ranking, _photo, _settings)


@cache
def lines() -> list[Line]:
    """Every rule with what was found. The code does not change while it runs: looked up once a process."""
    return [check() for check in CHECKS]
