from pathlib import Path

from django.utils.translation import override

from tongxin.ground.territory import outlines
from tongxin.ground.territory.exchange import geojson, rows, workbook, xlsx
from tongxin.ground.territory.exchange.columns import COLUMNS, OUTLINES_SHEET

PAGE = (Path(__file__).parents[3] / "docs/reference/territory-workbook.md").read_text("utf-8")


def test_the_page_lists_every_column_as_it_is():
    with override("en"):
        lines = [f"| {column.title} | `{column.key}` | {column.meaning} |" for column in COLUMNS]
    assert [line for line in PAGE.splitlines() if line.startswith("| ") and "`" in line] == lines


def test_the_page_tells_the_limits_as_they_are():
    told = " ".join(PAGE.split())
    mega = 2**20
    assert f"have {xlsx.MOST_BYTES // mega} MB, unpack to {xlsx.MOST_UNPACKED // mega} MB" in told
    assert f"hold {rows.MOST_ROWS:,} rows and {xlsx.MOST_COLUMNS} columns" in told
    assert f"have {geojson.MOST_BYTES // mega} MB and {rows.MOST_ROWS:,} features" in told
    assert f"an outline {outlines.MOST_POSITIONS:,} points" in told
    assert f"pieces of at most {workbook.PIECE:,} characters" in told
    assert f"sheet, {OUTLINES_SHEET}," in told
