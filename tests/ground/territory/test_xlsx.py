import io
import zipfile
from contextlib import nullcontext, suppress

import pytest
import xlsxwriter
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from tongxin.ground.territory.errors import Refused
from tongxin.ground.territory.exchange import xlsx


def small() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet("地方").write_row(0, 0, ["甲", 1.5])
    return target.getvalue()


def tampered(name: str, change) -> io.BytesIO:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(small())) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(content) if entry.filename == name else content)
    return io.BytesIO(target.getvalue())


SHEET = "xl/worksheets/sheet1.xml"


def test_sheets_are_read_by_name():
    assert xlsx.read_sheets(io.BytesIO(small()), 10) == {"地方": [["甲", 1.5]]}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'r="B1"', b'r="XFD1048576"', "more than 10 rows"),
        (b'r="B1"', b"r = 'b9999'", "more than 10 rows"),
        (b'r="B1"', b'r="XFD1"', "more than 200 columns"),
        (b'<row r="1"', b'<x:row spans="1:2" r="1000000"', "more than 10 rows"),
        (b'<row r="1"', b'<row a="' + b"b" * 3000 + b'" r="1"', "more than 10 rows"),
        (b'<row r="1"', b'<row r="1000000"', "more than 10 rows"),
    ],
)
def test_far_corner_is_refused_before_a_reader_lays_out_the_empty_cells(old, new, words):
    file = tampered(SHEET, lambda content: content.replace(old, new))
    with override("en"), pytest.raises(Refused, match=words):
        xlsx.read_sheets(file, 10)


def test_far_corner_is_found_across_the_seam_of_two_chunks(monkeypatch):
    file = tampered(SHEET, lambda content: content.replace(b'r="B1"', b'r="B99999"'))
    for chunk in range(70, 90):
        monkeypatch.setattr(xlsx, "CHUNK", chunk)
        file.seek(0)
        with pytest.raises(Refused):
            xlsx.read_sheets(file, 10)


@pytest.mark.parametrize(
    ("cell", "refused"),
    [
        (b'<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', True),
        (b'<c t="e" r="B1"><v>#REF!</v></c>', True),
        (b'<c r="B1" s="1"><f>A1</f></c>', True),
        (b'<c r="B1"><f>A1</f><v></v></c>', True),
        (b'<c r="B1"><f t="shared" si="0"/><v /></c>', True),
        (b'<c r="B1"><f>1+1</f><v>2</v></c>', False),
        (b'<c r="B1" t="str"><f>IF(A1="","","x")</f><v></v></c>', False),
        (b'<c r="B1" s="1"/>', False),
    ],
)
def test_a_formula_without_a_result_is_named_and_not_taken_for_an_empty_cell(cell, refused):
    file = tampered(SHEET, lambda content: content.replace(b'<c r="B1"><v>1.5</v></c>', cell))
    with override("en"), pytest.raises(Refused, match="in B1 has no") if refused else nullcontext():
        xlsx.read_sheets(file, 10)


def test_small_file_that_unpacks_large_is_refused(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_UNPACKED", 5 * 2**20)
    file = tampered(SHEET, lambda content: content + b" " * (6 * 2**20))
    assert len(file.getvalue()) < 20_000
    with override("en"), pytest.raises(Refused, match="unpacks to more than 5 MB"):
        xlsx.read_sheets(file, 10)


def test_large_file_is_refused_without_reading_it_all(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_BYTES", 2**20)
    file = io.BytesIO(bytes(5 * 2**20))
    with override("en"), pytest.raises(Refused, match="larger than 1 MB"):
        xlsx.read_sheets(file, 10)
    assert file.tell() == 2**20 + 1


@settings(deadline=None)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_damaged_workbook_is_read_or_refused(at, damage):
    content = bytearray(small())
    at %= len(content)
    content[at : at + len(damage)] = damage
    with suppress(Refused):
        xlsx.read_sheets(io.BytesIO(bytes(content)), 10)


@settings(deadline=None)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8), st.sampled_from([SHEET, "xl/workbook.xml"]))
def test_damaged_sheet_is_read_or_refused(at, damage, part):
    def spoil(content: bytes) -> bytes:
        place = at % len(content)
        return content[:place] + damage + content[place + len(damage) :]

    with suppress(Refused):
        xlsx.read_sheets(tampered(part, spoil), 10)
