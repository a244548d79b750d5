"""Both languages are complete: what code and templates say, and nothing else, stands in the catalogues."""

import ast
import re
from pathlib import Path

import pytest

from tongxin.doors.web.catalogues import extract, files

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile(r"[\u3400-\u9fff]")
# Where Chinese is data, not speech: seeds, the demo zone, and files whose subject is Chinese text itself.
DATA = re.compile(r"/(migrations|seeds?|demo|data)/|/seed\w*\.py$")
ABOUT_CHINESE = {
    "tongxin/engine/flows/written.py",  # how days and times are written
    "tongxin/doors/exchange/dates.py",  # how dates are written
    "tongxin/doors/exchange/gazetteer.py",  # what offices add to the name of a community
    "tongxin/doors/terminal/doctor.py",  # asks the database whether it knows Chinese letters
    "tongxin/doors/terminal/serve.py",  # what is printed at the start: in both, before any language is known
    "tongxin/doors/terminal/management/commands/prepare.py",
    "tongxin/trades/cases/catalogue/promises.py",  # rows to start with, and where they come from
    "tongxin/trades/orders/catalogue/promises.py",
    "tongxin/ground/people/masks.py",  # double surnames
    "tongxin/ground/people/models/account.py",  # the language's own name
    "tongxin/ground/territory/exchange/columns.py",  # headers of a workbook, and Chinese dates
    "tongxin/ground/posts/roles.py",  # what the offices are called
}
folders = pytest.mark.parametrize("folder", files.our_folders(), ids=lambda folder: folder.name)


@folders
def test_every_sentence_is_translated(folder: Path) -> None:
    translated = {files.key_of(entry) for entry in files.read(folder) if files.is_translated(entry)}
    assert [message.text for message in sorted(extract.messages_below(folder) - translated)] == []


@folders
def test_no_translation_is_left_over(folder: Path) -> None:
    kept = {files.key_of(entry) for entry in files.read(folder)}
    assert [message.text for message in sorted(kept - extract.messages_below(folder))] == []


@folders
def test_translation_keeps_the_placeholders(folder: Path) -> None:
    holes = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
    wrong = [
        entry.msgid
        for entry in files.read(folder)
        for text in (entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])
        if not entry.msgid_plural and text and set(holes.findall(entry.msgid)) != set(holes.findall(text))
    ]
    assert wrong == []


def docstrings(tree: ast.AST) -> set[int]:
    """The ids of the constants that stand as a statement: what a programmer reads, not a resident."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


@folders
def test_no_chinese_is_written_into_code(folder: Path) -> None:
    found = []
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if DATA.search(f"/{name}") or name in ABOUT_CHINESE:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        spared = docstrings(tree)
        found += [
            f"{name}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in spared
            and CHINESE.search(node.value)
        ]
    assert found == []


@folders
def test_no_chinese_is_written_into_templates(folder: Path) -> None:
    pages = [path for path in sorted(folder.rglob("*.html")) if "templates" in path.parts]
    without_comments = {
        path: re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", path.read_text("utf-8"), flags=re.S)
        for path in pages
    }
    assert [str(path) for path, text in without_comments.items() if CHINESE.search(text)] == []


TEMPLATE_TAGS = re.compile(
    r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|{%\s*block (?:shell|brand_url)\s*%}.*?{%\s*endblock\s*%}"  # a class and an address, not text
    r"|{#.*?#}|{%.*?%}|{{.*?}}",
    re.S,
)
SAID_BY_ATTRIBUTES = re.compile(r"""\b(?:alt|title|placeholder|aria-label)=("[^"]*"|'[^']*')""")
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->|<[^>]*>|&\w+;", re.S)


@folders
def test_no_english_stands_bare_in_templates(folder: Path) -> None:
    """A word of three letters outside a template tag, as text or in an attribute one reads, was forgotten."""
    found = []
    for path in sorted(folder.rglob("*.html")):
        if "templates" not in path.parts:
            continue
        markup = TEMPLATE_TAGS.sub("", path.read_text("utf-8"))
        said = [TAGS.sub(" ", markup), *SAID_BY_ATTRIBUTES.findall(markup)]
        found += [f"{path.relative_to(ROOT)}: {word}" for word in re.findall(r"[A-Za-z]{3,}", " ".join(said))]
    assert found == []


def test_the_same_words_mean_the_same_in_every_room() -> None:
    """Django reads all catalogues as one: of two translations one is never seen; give one a context."""
    said: dict[extract.Message, set[tuple[str, ...]]] = {}
    for folder in files.our_folders():
        for entry in files.read(folder):
            texts = tuple(entry.msgstr_plural.values()) if entry.msgid_plural else (entry.msgstr,)
            said.setdefault(files.key_of(entry), set()).add(texts)
    assert {key.text: texts for key, texts in sorted(said.items()) if len(texts) > 1} == {}
