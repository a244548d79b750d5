"""Trees as files: what comes out of the database, and rows written by hand."""

import io

import xlsxwriter

from tongxin.ground.territory.exchange import geojson, workbook
from tongxin.ground.territory.models import Level, Place

HEADER = ["层级编号", "上级", "层级", "名称", "区划代码", "户数"]


def exported() -> list[dict]:
    levels = dict(Level.objects.values_list("pk", "code"))
    return [
        {**workbook.cells_of(place, levels[place.level_id]), "outline": place.outline, "sort": place.sort_key}
        for place in Place.objects.order_by("path")
    ]


def as_workbook() -> io.BytesIO:
    return io.BytesIO(workbook.write(Place.objects.order_by("path")))


def as_geojson() -> str:
    return "".join(geojson.write(Place.objects.order_by("path")))


def book(*rows: list, sheet: str = "Sheet1") -> io.BytesIO:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as made:
        page = made.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return io.BytesIO(target.getvalue())


def wipe() -> None:
    Place.objects.all()._raw_delete("default")
