"""Reads the menu a new installation starts with. Pure: plain rows in, nothing written."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def skills() -> list[dict[str, Any]]:
    """Columns of each skill, in the order of the file."""
    listed = _read()["skills"].items()
    return [
        {"code": code, "name": name, "name_en": name_en, "proof": proof, "position": position}
        for position, (code, (name, name_en, proof)) in enumerate(listed, 1)
    ]


def kinds() -> list[dict[str, Any]]:
    """Columns of each service, in the order of the file. What is sensitive is done by two."""
    return [_kind(code, row, position) for position, (code, row) in enumerate(_read()["menu"].items(), 1)]


def _kind(code: str, row: Mapping[str, Any], position: int) -> dict[str, Any]:
    sensitive = row.get("sensitive", False)
    return {
        "code": code,
        "position": position,
        "name": row["name"],
        "name_en": row["en"],
        "includes": row["includes"],
        "includes_en": row["includes_en"],
        "whom": row.get("whom", ""),
        "whom_en": row.get("whom_en", ""),
        "from_age": row.get("from_age", 0),
        "minutes": row["minutes"],
        "skills": row.get("skills", []),
        "persons": 2 if sensitive else row.get("persons", 1),
        "sensitive": sensitive,
        "cost": row.get("cost", "free"),
        "most_open": row.get("most_open", 2),
        "volunteer_age": row.get("volunteer_age", 18),
    }


def shelves() -> dict[str, str]:
    """What each service of the file is gathered under, by its code."""
    return {code: shelf for shelf, codes in _read()["shelves"].items() for code in codes}


def _read() -> dict[str, Any]:
    return tomllib.loads((HERE / "menu.toml").read_text("utf-8"))
