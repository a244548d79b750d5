"""Modules stay small, are named after things, and import at the top."""

import ast
from pathlib import PurePosixPath

from tests.house.code import Module, modules

LONGEST = 300
JUNK_DRAWERS = {"utils", "util", "common", "core", "helpers", "helper", "misc", "lib", "signals"}


def test_no_module_is_longer_than_300_lines():
    assert {m.name: len(m.lines) for m in modules() if len(m.lines) > LONGEST and not m.is_migration} == {}


def test_no_module_is_a_junk_drawer():
    parts = {m.name: {*PurePosixPath(m.name).with_suffix("").parts} & JUNK_DRAWERS for m in modules()}
    assert {name: found for name, found in parts.items() if found} == {}


def test_no_import_is_hidden_in_a_function():
    """Except in ``AppConfig.ready``, where Django asks for it, and where ``# late: why`` gives a reason."""
    assert [line for module in modules() if not module.is_migration for line in hidden_imports(module)] == []


def hidden_imports(module: Module) -> list[str]:
    """ "file:line" of every import inside a function that has no excuse."""
    found = []
    for function in ast.walk(module.tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if function.name == "ready" and module.name.endswith("/apps.py"):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom) and not module.excuse(node.lineno, "late"):
                found.append(f"{module.name}:{node.lineno}")
    return found


def test_a_hidden_import_is_found_and_an_excused_one_is_not():
    source = "def f():\n    import a\n    import b  # late: only with the extra\n"
    assert hidden_imports(Module("x.py", source, ast.parse(source))) == ["x.py:2"]
