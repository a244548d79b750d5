"""Only actions, the flow engine, the demo and migrations write to the database.

What a method does cannot be read from its name alone, so the guard goes by how Django's writing methods
are called: ``save()``, ``delete()`` and ``update(field=…)`` take no positional argument, unlike those of
pictures, caches, hashes and dicts. A line that must write elsewhere says why: ``# writes: reason``.
"""

import ast
import re

import pytest

from tests.house.code import Module, modules

WRITERS = re.compile(r"/actions\.py$|/actions/|^tongxin/engine/flows/|^tongxin/demo/|/migrations/")
ALWAYS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
ALWAYS |= {f"a{name}" for name in ALWAYS} | {"acreate", "asave", "adelete", "aupdate"}
IN_COLUMNS = {"insert_all", "save_columns"}
WITHOUT_POSITIONAL = {"save", "delete", "update", "create"}
RAW = re.compile(r"^\s*(insert\s+into|update\s+\S+\s+set|delete\s+from|truncate)\s", re.IGNORECASE)


def writes(module: Module) -> list[str]:
    """ "file:line name" of everything in a module that looks like a write and has no excuse."""
    found = []
    for node in ast.walk(module.tree):
        name = _written_by(node)
        if name and not module.excuse(node.end_lineno or node.lineno, "writes"):
            found.append(f"{module.name}:{node.lineno} {name}")
    return found


def _written_by(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and RAW.match(node.value):
        return "raw SQL"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IN_COLUMNS:
        return node.func.id
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return ""
    name, positional = node.func.attr, [arg for arg in node.args if not isinstance(arg, ast.Starred)]
    if name in ALWAYS or (name in WITHOUT_POSITIONAL and not positional):
        return name
    return ""


def test_only_those_who_may_write_do():
    assert [line for module in modules() if not WRITERS.search(module.name) for line in writes(module)] == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("case.save()", ["x.py:1 save"]),
        ("case.save(update_fields=['state'])", ["x.py:1 save"]),
        ("Case.objects.filter(id=1).update(state='x')", ["x.py:1 update"]),
        ("Case.objects.create(**values)", ["x.py:1 create"]),
        ("Case.objects.bulk_create(rows)", ["x.py:1 bulk_create"]),
        ("cursor.execute('delete from cases_case where id = 1')", ["x.py:1 raw SQL"]),
        ("insert_all(rows); save_columns(rows, ['state'])", ["x.py:1 insert_all", "x.py:1 save_columns"]),
        ("picture.save(file, 'webp')", []),
        ("digest.update(data); known.update(other); cache.delete('key')", []),
        ("form.save()  # writes: allauth's own form", []),
        ("form.save()  # writes:", ["x.py:1 save"]),
    ],
)
def test_a_write_is_told_from_what_only_looks_like_one(line: str, expected: list[str]):
    assert writes(Module("x.py", line, ast.parse(line))) == expected
