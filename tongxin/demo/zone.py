"""The territory of the demo zone, as plain rows. Names and 12-digit codes are facts; everything below the
communities is invented, and deterministic from the seed."""

from dataclasses import dataclass, field
from random import Random

ZONE = "枣庄高新区"
STREETS = {"370403002": "兴仁街道", "370403003": "兴城街道", "370403004": "张范街道"}


@dataclass(frozen=True)
class CommunityPlan:
    """One community: how many sections (0 skips that level), groups, cells and estates it has."""

    code: str
    name: str
    sections: int
    groups: int
    cells: int
    estates: tuple[str, ...]

    @property
    def street(self) -> str:
        return self.code[:9]


# 4 sections, 29 groups, 240 cells. Four sections are fewer than seven communities, so five skip that level.
COMMUNITIES = (
    CommunityPlan(
        "370403002012",
        "天安社区",
        2,
        5,
        41,
        ("天安花园", "天安名邸", "和谐家园", "泰和苑", "兴仁小区", "天安西区", "春晖里", "建材厂宿舍"),
    ),
    CommunityPlan(
        "370403002013",
        "光明社区",
        2,
        5,
        40,
        ("光明小区", "光明新居", "晨光苑", "锦绣光明", "金河湾", "光明东里", "电厂宿舍"),
    ),
    CommunityPlan(
        "370403002014",
        "松江社区",
        0,
        4,
        33,
        ("松江花园", "松江苑", "临江雅居", "松涛里", "供销社家属院", "碧水湾", "松江北苑"),
    ),
    CommunityPlan(
        "370403002015",
        "兴安社区",
        0,
        4,
        33,
        ("兴安小区", "盛泉家园", "平安里", "兴安佳苑", "福泽园", "泉兴家属院", "兴安南区"),
    ),
    CommunityPlan(
        "370403002028",
        "德仁社区",
        0,
        3,
        27,
        ("德仁俊园", "德仁华府", "仁和里", "书香门第", "德馨苑", "仁爱家园", "老粮所宿舍"),
    ),
    CommunityPlan(
        "370403003003",
        "锦绣园社区",
        0,
        4,
        33,
        ("锦绣园", "本色家园", "锦绣东园", "锦绣西园", "青檀苑", "槐香里", "石榴园小区"),
    ),
    CommunityPlan(
        "370403003004",
        "凤凰城社区",
        0,
        4,
        33,
        ("凤凰城", "凤鸣苑", "凤凰新村", "梧桐里", "凤栖花园", "凤凰南苑", "翔宇小区"),
    ),
)


@dataclass(frozen=True)
class Row:
    """One place: its key in this plan, its parent's key, and what the tree records about it."""

    key: str
    parent: str | None
    level: str
    name: str
    code: str | None = None
    ordinal: str = ""
    households: int = 0
    tags: dict = field(default_factory=dict)


def plan(seed: int = 520) -> list[Row]:
    """Every place of the zone, parents first; the same list for the same seed."""
    random = Random(seed)  # noqa: S311 - reproducible, not secret
    rows = [Row("zone", None, "zone", ZONE)]
    rows += [Row(code, "zone", "street", name, code=code) for code, name in STREETS.items()]
    for community in COMMUNITIES:
        rows += _community(community, random)
    return rows


def _community(plan: CommunityPlan, random: Random) -> list[Row]:
    rows = [Row(plan.code, plan.street, "community", plan.name, code=plan.code)]
    sections = [f"{plan.code}/s{number}" for number in range(1, plan.sections + 1)]
    rows += [Row(key, plan.code, "section", f"第{number}片区") for number, key in enumerate(sections, 1)]
    groups = [f"{plan.code}/g{number}" for number in range(1, plan.groups + 1)]
    for number, key in enumerate(groups, 1):
        parent = sections[(number - 1) * len(sections) // plan.groups] if sections else plan.code
        rows.append(Row(key, parent, "group", f"第{number}组"))
    per_estate: dict[str, int] = dict.fromkeys(plan.estates, 0)
    for index in range(plan.cells):
        group = groups[index * plan.groups // plan.cells]
        cell = f"{plan.code}/c{index + 1}"
        estate = plan.estates[index * len(plan.estates) // plan.cells]
        per_estate[estate] += 1
        rows.append(Row(cell, group, "neighbour_cell", f"第{index + 1}邻"))
        rows += _building(cell, estate, per_estate[estate], random)
    return rows


def _building(cell: str, estate: str, number: int, random: Random) -> list[Row]:
    """A cell is one building: two to four stairwells of five to seven floors, two doors a floor."""
    building = f"{cell}/b"
    rows = [
        Row(
            building,
            cell,
            "building",
            f"{estate}{number}号楼",
            ordinal=f"{number}号楼",
            tags={"estate": estate},
        )
    ]
    floors = random.choice((5, 6, 6, 6, 7, 7))
    for unit in range(1, random.choice((2, 3, 3, 3, 4)) + 1):
        stairwell = f"{building}/u{unit}"
        rows.append(Row(stairwell, building, "stairwell", f"{unit}单元", ordinal=f"{unit}单元"))
        for floor in range(1, floors + 1):
            for side in (1, 2):
                door = f"{floor}0{side}"
                rows.append(Row(f"{stairwell}/{door}", stairwell, "door", f"{door}室", households=1))
    return rows
