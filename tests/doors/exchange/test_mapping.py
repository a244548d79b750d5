"""Maps: the shipped ones fit the product, wrong ones are refused with their keys, the reference is whole."""

import re

import pytest

from tests.house.code import ROOT
from tongxin.doors.exchange import mapping
from tongxin.doors.exchange.trouble import Unusable
from tongxin.trades.cases.models import Category

REFERENCE = (ROOT / "docs/reference/import-maps.md").read_text()


def section(title: str) -> dict[str, str]:
    """First and second cell of every row of a table of the reference; several keys share a cell."""
    text = REFERENCE.partition(f"## {title}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.*?`) \| (.*?) \|$", text, re.MULTILINE)
    return {key: meaning for keys, meaning in rows for key in re.findall(r"`([^`]+)`", keys)}


def test_the_reference_names_every_key_column_and_map():
    assert sorted(section("Keys")) == sorted(mapping.KEYS)
    assert section("Columns") == mapping.COLUMNS
    assert section("Shipped maps") == {each.name: each.title_en for each in mapping.shipped()}


@pytest.mark.django_db
def test_every_category_of_a_shipped_map_is_there():
    codes = set(Category.objects.values_list("code", flat=True))
    named = {
        code for each in mapping.shipped() for code in [each.category, *each.categories.values()] if code
    }
    assert sorted(named - codes) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("source = 'a'\n[columns]\nid = 'x'", "columns.text"),
        ("[columns]\ntext = 'x'", "source"),
        ("source = 'a'\nzone = 'Mars/Olympus'\n[columns]\ntext = 'x'", "zone"),
        ("source = 'a'\ncolour = 1\n[columns]\ntext = 'x'", "colour"),
        ("source = 'a'\n[columns]\ntext = 'x'\nmood = 'y'", "columns.mood"),
        ("source = 'a'\n[columns]\ntext = 'x'\n[states]\n'a' = 'gone'", "states: gone"),
        ("source = 'a'\n[columns]\ntext = 'x'\n[satisfied]\n'a' = 5", "satisfied: 5"),
        ("source = 'a'\ntime_unknown = 'guess'\n[columns]\ntext = 'x'", "time_unknown = 'guess'"),
        ("source = ", "TOML"),
    ],
)
def test_a_wrong_map_is_refused_with_what_is_wrong(tmp_path, text, wrong):
    path = tmp_path / "own.toml"
    path.write_text(text)
    with pytest.raises(Unusable, match=re.escape(wrong)):
        mapping.load(str(path))


def test_an_own_map_needs_no_more_than_a_source_and_the_text(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("source = 'a'\n[columns]\ntext = ' 内 容 '")
    own = mapping.load(str(path))
    assert (own.name, own.columns["text"], own.is_head(["内容"])) == ("own", [" 内 容 "], True)
