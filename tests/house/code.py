"""What the guards look at: the modules of the product, parsed once."""

import ast
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """A Python file of the product: its path from the root, its text and its syntax tree."""

    name: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def is_migration(self) -> bool:
        return "/migrations/" in self.name

    def excuse(self, number: int, word: str) -> str:
        """The reason given on a line by a comment ``# word: reason``, or nothing."""
        _code, _mark, reason = self.lines[number - 1].partition(f"# {word}: ")
        return reason.strip()


@cache
def modules() -> list[Module]:
    """Every Python file below tongxin/ and config/."""
    paths = sorted(path for folder in ("tongxin", "config") for path in (ROOT / folder).rglob("*.py"))
    return [
        Module(path.relative_to(ROOT).as_posix(), text := path.read_text(), ast.parse(text)) for path in paths
    ]


@cache
def tracked() -> list[Path]:
    """Every file that git keeps and that is there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]
