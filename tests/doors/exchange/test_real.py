"""Real tables, where they are at hand: never part of the project."""

import os
from pathlib import Path

import pytest
from django.utils import timezone

from tests.house.code import ROOT
from tongxin.doors.exchange import mapping
from tongxin.doors.exchange.gazetteer import Gazetteer
from tongxin.doors.exchange.previewing import check
from tongxin.doors.exchange.tables import open_table
from tongxin.trades.cases import tokens
from tongxin.trades.cases.models import Case

DATA = Path(os.environ.get("TONGXIN_TEST_DATA", ROOT.parent / "shared/data"))


def real(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"no real data at {DATA} (TONGXIN_TEST_DATA tells where it is)")
    return path


@pytest.mark.parametrize(
    ("file", "name", "new", "problems"),
    [
        ("messages/stream.csv", "stream", 4326, 0),
        ("messages/replies.csv", "replies", 2816, 0),
        ("nyc311/311_Service_Requests.csv", "nyc311", 999, 1),
    ],
)
def test_every_row_of_a_real_table_is_understood(at, file, name, new, problems):
    case_map = mapping.load(name)
    table = open_table(real(file), case_map.is_head)
    found = check(table, case_map, Gazetteer(None, at), now=timezone.now())
    assert (found.new, found.known, len(found.problems)) == (new, 0, problems)


def test_two_characters_of_a_real_message_find_it(tmp_path, take):
    lines = real("messages/stream.csv").read_text("utf-8-sig").splitlines(keepends=True)[:60]
    path = tmp_path / "some.csv"
    path.write_text("".join(lines), "utf-8")
    take(path, "stream")
    texts = dict(Case.objects.values_list("pk", "text"))
    word = next(text[4:6] for text in texts.values() if text[4:6].isalpha())
    expected = {pk for pk, text in texts.items() if tokens.fold(word) in tokens.fold(text)}
    found = Case.objects.extra(where=["search @@ %s::tsquery"], params=[tokens.tsquery([tokens.fold(word)])])
    assert set(found.values_list("pk", flat=True)) >= expected > set()
