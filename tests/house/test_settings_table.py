"""Every setting the product reads is in the table of docs/how-to/run.md, and nothing else is."""

import ast
import re

from tests.house.code import ROOT, modules

NAME = re.compile(r"(TONGXIN_[A-Z0-9_]+|DATABASE_URL)")
READERS = {"text", "flag", "number", "words", "choice", "networks", "tiles", "get"}


def read_by_the_product() -> set[str]:
    """Names given to a reader of the environment, or kept in a constant called VARIABLE."""
    found = set()
    for module in modules():
        for node in ast.walk(module.tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in READERS
            ):
                found |= names_in(node.args[:1])
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "VARIABLE":
                found |= names_in([node.value])
    return found


def names_in(nodes: list[ast.expr]) -> set[str]:
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return {text for text in texts if NAME.fullmatch(text)}


def test_the_table_of_settings_is_complete():
    table = re.findall(r"^\| `([A-Z0-9_]+)` \|", (ROOT / "docs/how-to/run.md").read_text(), re.MULTILINE)
    assert sorted(table) == sorted(read_by_the_product())
