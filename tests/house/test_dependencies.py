"""What the product stands on is declared, explained and locked."""

import re
import sys
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.code import ROOT, modules, tracked

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
RUN = [Requirement(text) for text in PROJECT["dependencies"]]
DEV = [Requirement(text) for text in PROJECT["optional-dependencies"]["dev"]]
LOCKED_LINE = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def locked(name: str) -> dict[str, str]:
    """Versions by canonical name in one lock file."""
    found = LOCKED_LINE.findall((ROOT / name).read_text())
    return {canonicalize_name(package): version for package, version in found}


def test_every_dependency_says_why_it_is_there():
    text = (ROOT / "pyproject.toml").read_text()
    lines = [line.strip() for line in text.splitlines() if re.match(r'\s+"[a-z][\w.\[\]-]*[><=~]', line)]
    assert len(lines) >= len(RUN) + len(DEV)
    assert [line for line in lines if not re.search(r'",\s+# \w{2}', line)] == []


@pytest.mark.parametrize(("file", "wanted"), [("requirements.txt", RUN), ("requirements-dev.txt", RUN + DEV)])
def test_the_lock_fits_what_is_declared(file: str, wanted: list[Requirement]):
    versions = locked(file)
    missing = [str(one) for one in wanted if canonicalize_name(one.name) not in versions]
    assert missing == [], "make lock resolves anew"
    assert [str(one) for one in wanted if versions[canonicalize_name(one.name)] not in one.specifier] == []


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_file_has_its_hash(file: str):
    blocks = re.split(r"\n(?=\S)", (ROOT / file).read_text())
    packages = [block for block in blocks if LOCKED_LINE.match(block)]
    assert packages
    assert [block.split()[0] for block in packages if "--hash=sha256:" not in block] == []


def test_both_locks_agree():
    run, dev = locked("requirements.txt"), locked("requirements-dev.txt")
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}


def test_everything_the_product_imports_is_declared_for_running():
    """A package that is only there because another brings it, or for development, breaks a bare machine."""
    owners = metadata.packages_distributions()
    declared = {canonicalize_name(one.name) for one in RUN}
    own = {"tongxin", "config", *sys.stdlib_module_names}
    wrong = set()
    for module in modules():
        for line in re.findall(r"^(?:from|import) ([A-Za-z_]\w*)", module.text, re.MULTILINE):
            brought_by = {canonicalize_name(name) for name in owners.get(line, [line])}
            if line not in own and not brought_by & declared:
                wrong.add(f"{module.name}: {line}")
    assert sorted(wrong) == []


HOSTS = re.compile(
    r"https?://[\w.-]*\b(?:pypi|pythonhosted|npmjs|yarnpkg|mirrors?|registry)\b[\w.-]*|--(?:extra-)?index-url"
)
MACHINE = re.compile(r"(?<![\w./~-])/(?:root|work|home/\w+|Users/\w+)/\w")


@pytest.mark.parametrize(
    ("what", "pattern"), [("a registry host", HOSTS), ("a path of one machine", MACHINE)]
)
def test_no_tracked_file_names(what: str, pattern: re.Pattern[str]):
    found = {}
    for path in tracked():
        try:
            match = pattern.search(path.read_text())
        except UnicodeDecodeError:
            continue
        if match and path.name != "test_dependencies.py":
            found[path.relative_to(ROOT).as_posix()] = match[0]
    assert found == {}
