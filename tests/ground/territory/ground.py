"""A small ground for these tests: one zone, two streets, and who changes it."""

from dataclasses import dataclass

from tongxin.ground.territory import actions
from tongxin.ground.territory.models import Place


@dataclass(frozen=True)
class Clerk:
    key: str = "account:1"
    name: str = "社区干部"


CLERK = Clerk()

ROWS = [
    {"key": "zone", "level": "zone", "name": "高新区"},
    {"key": "xingren", "parent": "zone", "level": "street", "name": "兴仁街道", "code": "370403002"},
    {"key": "xingcheng", "parent": "zone", "level": "street", "name": "兴城街道", "code": "370403003"},
    {"key": "tianan", "parent": "xingren", "level": "community", "name": "天安社区", "code": "370403002012"},
    {
        "key": "guangming",
        "parent": "xingren",
        "level": "community",
        "name": "光明社区",
        "code": "370403002013",
    },
    {
        "key": "jinxiu",
        "parent": "xingcheng",
        "level": "community",
        "name": "锦绣园社区",
        "code": "370403003003",
    },
    {"key": "section", "parent": "tianan", "level": "section", "name": "第一片"},
    {"key": "group", "parent": "section", "level": "group", "name": "1组"},
    {"key": "cell", "parent": "group", "level": "neighbour_cell", "name": "1邻"},
    {"key": "building", "parent": "cell", "level": "building", "name": "3号楼", "ordinal": "3号楼"},
    {"key": "stairwell", "parent": "building", "level": "stairwell", "name": "2单元"},
    {"key": "door", "parent": "stairwell", "level": "door", "name": "301", "households": 1},
]


def plant() -> dict[str, Place]:
    """The ground above, by key."""
    planted = actions.plant(ROWS, by=CLERK)
    return {row["key"]: place for row, place in zip(ROWS, planted, strict=True)}


def square(west: float, south: float, side: float) -> dict:
    """A square outline in degrees."""
    east, north = west + side, south + side
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }
