"""What a row of the tree holds, in a workbook and in GeoJSON alike. The one place that says so."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Column:
    """A column: its stable key, its Chinese header, how it is read, and what it means."""

    key: str
    title: str
    kind: str
    meaning: object
    width: int = 12


PATH = Column(
    "path", "层级编号", "steps", _("where the place stands: 1.2.15 is child 15 of child 2 of root 1"), 18
)
ABOVE = Column(
    "above", "上级", "text", _("the place above, by its number or division code; needed without a path"), 16
)
LEVEL = Column("level", "层级", "text", _("name or code of the level"), 10)
NAME = Column("name", "名称", "text", _("name of the place itself"), 22)
CODE = Column("code", "区划代码", "code", _("division code, 2 to 12 digits, as text"), 16)
ORDINAL = Column("ordinal", "编号名称", "text", _("number in words, as it stands on the wall"))
HOUSEHOLDS = Column("households", "户数", "whole", _("households, where they are counted"), 8)
LAT = Column("point_lat", "纬度", "degrees", _("latitude of its point, WGS-84"))
LNG = Column("point_lng", "经度", "degrees", _("longitude of its point, WGS-84"))
SINCE = Column("since", "启用日期", "day", _("first day it is there; today if left empty in a new row"))
UNTIL = Column("until", "停用日期", "day", _("first day it is no longer there"))
FULL_NAME = Column("full_name", "全称", "ignored", _("name in full, for reading; ignored on the way in"), 36)
REASON = Column("reason", "错误原因", "ignored", _("why the row was not taken; ignored on the way in"), 60)

COLUMNS = (
    PATH, ABOVE, LEVEL, NAME, CODE, ORDINAL, HOUSEHOLDS, LAT, LNG, SINCE, UNTIL, FULL_NAME, REASON,
)  # fmt: skip
WRITTEN = COLUMNS[:-1]
BY_HEADER = {name: column for column in COLUMNS for name in (column.key, column.title)}
PLACES_SHEET, OUTLINES_SHEET = "地方", "边界"
OUTLINE_HEADER = ("层级编号", "名称", "段", "边界")
DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")
FIELDS = ("name", "code", "ordinal", "households", "point_lat", "point_lng", "since", "until")
