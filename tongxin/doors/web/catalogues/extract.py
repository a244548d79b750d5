"""Find every sentence meant for a reader: in Python by its syntax tree, in templates as Django reads them."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import templatize

# Name of the call -> where its context, singular and plural stand among the arguments.
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
TEMPLATE_CALL = re.compile(r"(?<![\w.])(?:" + "|".join(CALLS) + r")\(")


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """One sentence: ``context`` and ``plural`` are empty where there is none."""

    text: str
    plural: str = ""
    context: str = ""


def _literal(argument: ast.expr) -> str | None:
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def message_of(call: ast.Call) -> Message | None:
    """The message a call asks for; None for any other call, or one whose text is not a literal."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name not in CALLS:
        return None
    context_at, text_at, plural_at = CALLS[name]
    parts = [
        "" if at is None else (_literal(call.args[at]) if at < len(call.args) else None)
        for at in (context_at, text_at, plural_at)
    ]
    if None in parts or not parts[1]:
        return None
    return Message(text=parts[1], plural=parts[2], context=parts[0])


def from_python(source: str) -> Iterator[Message]:
    """The messages of a Python source."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (found := message_of(node)):
            yield found


def _call_at(text: str, start: int) -> ast.Call | None:
    """The shortest piece of ``text`` from ``start`` that reads as one call."""
    end = start
    while (end := text.find(")", end) + 1) > 0:
        try:
            read = ast.parse(text[start:end], mode="eval").body
        except SyntaxError:
            continue
        return read if isinstance(read, ast.Call) else None
    return None


def from_template(source: str) -> Iterator[Message]:
    """The messages of a Django template: ``translate``, ``blocktranslate`` and ``_("…")``."""
    text = templatize(source)
    for match in TEMPLATE_CALL.finditer(text):
        call = _call_at(text, match.start())
        if call and (found := message_of(call)):
            yield found


def messages_below(folder: Path) -> set[Message]:
    """Every message in the Python files and templates below ``folder``, tests aside."""
    found: set[Message] = set()
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".py":
            found.update(from_python(path.read_text("utf-8")))
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            found.update(from_template(path.read_text("utf-8")))
    return found
