"""Reading tables in every dress, and giving rows back so that they are read as the same."""

import csv
import datetime as dt

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.doors.exchange.files import write_csv, write_xlsx
from tongxin.doors.exchange.tables import open_table
from tongxin.doors.exchange.tables.guarding import bare, guarded
from tongxin.doors.exchange.trouble import Unusable

HEAD = ["编号", "内容"]


def wanted(names):
    return {"编号", "内容"} <= set(names)


def read(path):
    return [(row.number, list(row.cells)) for row in open_table(path, wanted).rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_encoding_and_separator_are_found_out(tmp_path, encoding, separator):
    path = write_csv(
        tmp_path / "a.csv",
        [HEAD, ["1", "电梯坏了，\n很久了"], [], ["2", "漏水"]],
        encoding=encoding,
        separator=separator,
    )
    assert read(path) == [(2, ["1", "电梯坏了，\n很久了"]), (4, ["2", "漏水"])]


def test_a_rare_character_of_gb18030_beyond_the_sample_decides_the_encoding(tmp_path):
    rows = [HEAD, *([str(n), "a" * 100] for n in range(1000)), ["x", "㐀𠀀"]]
    path = write_csv(tmp_path / "a.csv", rows, encoding="gb18030")
    assert read(path)[-1][1] == ["x", "㐀𠀀"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_end_is_one(tmp_path, ending):
    path = tmp_path / "a.csv"
    path.write_bytes(ending.join(["编号,内容", "1,甲\u2028乙", "2,丙"]).encode())
    assert read(path) == [(2, ["1", "甲\u2028乙"]), (3, ["2", "丙"])]


def test_a_title_above_the_head_and_drifting_names_do_not_matter(tmp_path):
    path = write_xlsx(
        tmp_path / "a.xlsx", [["某街道台账"], ["填报人", "张三"], [" 编 号", "内容"], [1.0, "漏水"]]
    )
    assert read(path) == [(4, [1.0, "漏水"])]


def test_an_empty_line_on_top_of_a_sheet_is_counted(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", [[], [], HEAD, [], ["007", "漏水"]])
    assert read(path) == [(5, ["007", "漏水"])]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b""),
        ("a.csv", "别的,东西\n1,2\n".encode()),
        ("a.csv", b"\xff\xff\xff\xff\x81"),
        ("a.pdf", b"%PDF"),
        ("a.xlsx", b"no workbook"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 100),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unusable):
        read(path)


def test_a_file_that_is_not_there_is_refused_with_a_reason(tmp_path):
    with pytest.raises(Unusable):
        read(tmp_path / "none.csv")


@given(st.text())
def test_a_guarded_cell_is_never_a_formula_and_comes_back(text):
    safe = guarded(text)
    assert not safe.startswith(("=", "@", "\t", "\r"))
    assert not safe.startswith(("+", "-")) or safe[1:].replace(".", "", 1).isdecimal()
    assert bare(safe) == text


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=30)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=8))
def test_any_text_survives_a_file(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([HEAD, *rows])
    expected = [list(row) for row in rows if any(cell.strip() for cell in row)]
    assert [cells for _number, cells in read(path)] == expected


def test_dates_of_a_workbook_are_dates(tmp_path):
    path = tmp_path / "a.xlsx"

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_datetime(
            1, 0, dt.datetime(2026, 5, 3, 9, 30), book.add_format({"num_format": "yyyy/m/d h:mm"})
        )
    assert read(path) == [(2, [dt.datetime(2026, 5, 3, 9, 30), None])]
