"""Open cases on a map: counted where they are, never more than one may read, light to fetch."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.ground.territory.ground import square
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory.actions import edit, set_outline
from tongxin.trades.cases import actions
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.views.mapped import shades

MAP, POINTS = "/desk/map", "/desk/map/points"
MOST_BYTES = 648_000 / 4 / 4000  # a quarter of what the reference sends, for each of 4,000 points


@pytest.fixture
def drawn(walk):
    """Both streets, their communities side by side, each first one with two cells; buildings have a point."""
    for n, street in enumerate((walk.cast.a, walk.cast.b)):
        set_outline(street.street, square(117 + n, 34, 0.9), by=SYSTEM)
        set_outline(street.community, square(117 + n, 34, 0.4), by=SYSTEM)
        set_outline(street.other_community, square(117.4 + n, 34, 0.4), by=SYSTEM)
        for at, cell in ((117.0, street.cell), (117.2, street.other_cell)):
            set_outline(cell, square(at + n, 34, 0.1), by=SYSTEM)
        building = street.building
        point = {"point_lat": 34.05, "point_lng": 117.05 + n}
        edit(building, by=SYSTEM, name=building.name, since=building.since, **point)
    return walk


@pytest.fixture
def report_many(walk):
    """``report_many(place, 3, days=30)``: so many cases there, reported then; an old one is late."""

    def at(place, count: int, days: float = 0.01, **facts) -> list[Case]:
        when = timezone.now() - timedelta(days=days)
        rows = [
            actions.Row(text=f"第{n}件：楼道堆物 {days}", place=place, reported_at=when, **facts)
            for n in range(count)
        ]
        return list(actions.intake_many(rows, by=SYSTEM, now=when).new.values())

    return at


def table(page) -> list[tuple[str, int, int]]:
    return [(str(row.get("place", "—")), row["open"], row["late"]) for row in page.context["rows"]]


def test_cases_are_counted_where_they_are_with_the_late_ones_first(drawn, desk, report_many) -> None:
    report_many(drawn.cast.a.cell, 3)
    report_many(drawn.cast.a.other_cell, 1, days=30)
    report_many(drawn.cast.a.door, 1)
    report_many(drawn.cast.a.community, 2)
    report_many(drawn.cast.b.door, 5)
    drawn.case("closed")
    page = desk.get(MAP, {"level": "neighbour_cell"})
    assert table(page) == [
        (drawn.cast.a.other_cell.full_name, 1, 1), (drawn.cast.a.cell.full_name, 4, 0), ("—", 2, 0),
    ]  # fmt: skip
    assert (page.context["total"], page.context["late"]) == (7, 1)
    assert "7 open cases, 1 of them late" in page.text


def test_the_leader_of_all_sees_communities_and_each_place_opens_its_queue(
    drawn, sign_in, report_many
) -> None:
    made = report_many(drawn.cast.a.door, 3)
    report_many(drawn.cast.b.door, 2)
    leader = sign_in(drawn.cast.a.zone_leader)
    page = leader.get(MAP)
    assert page.context["level"].code == "community"
    assert table(page) == [("天安社区", 3, 0), ("天安社区乙", 2, 0)]
    queue = leader.get(page.context["rows"][0]["href"])
    assert {glance.thing.pk for glance in queue.context["glances"]} == {case.pk for case in made}
    assert queue.context["within"]["name"] == "天安社区"
    everywhere = leader.get("/desk/cases" + queue.context["within"]["everywhere"])
    assert len(everywhere.context["glances"]) == 5


def test_the_map_is_narrowed_and_the_queue_behind_it_likewise(drawn, desk, report_many) -> None:
    report_many(drawn.cast.a.cell, 2, category=drawn.category)
    report_many(drawn.cast.a.cell, 1, days=30)
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    for asked, count in (
        ({"category": drawn.category.path}, 2),
        ({"view": "late"}, 1),
        ({"since": yesterday}, 2),
    ):
        page = desk.get(MAP, {"level": "neighbour_cell", **asked})
        assert (asked, table(page)[0][1]) == (asked, count)
        assert len(desk.get(page.context["rows"][0]["href"]).context["glances"]) == count


@pytest.mark.parametrize(
    "asked",
    [{"level": "moon"}, {"category": "x' or"}, {"since": "2026-02-30"}, {"view": "all"}, {"since": "\0"}],
)
def test_what_is_no_choice_does_not_narrow(drawn, desk, report_many, asked) -> None:
    report_many(drawn.cast.a.cell, 2)
    assert desk.get(MAP, asked).context["total"] == 2


def test_without_outlines_the_page_says_what_will_be_there(walk, desk) -> None:
    page = desk.get(MAP)
    assert (page.status_code, page.context["level"]) == (200, None)
    assert "No place of your area has an outline yet." in page.text and "data-map" not in page.text


def test_one_who_reads_no_cases_is_refused(drawn, sign_in) -> None:
    admin = sign_in(drawn.cast.a.security_admin)
    assert [admin.get(address).status_code for address in (MAP, POINTS)] == [403, 403]


def test_points_are_those_of_pins_or_else_of_places_within_ones_area(drawn, desk, report_many) -> None:
    (plain,) = report_many(drawn.cast.a.building, 1)
    report_many(drawn.cast.b.building, 1)
    report_many(drawn.cast.a.door, 1)  # no pin, and a door has no point
    pinned = drawn.report(point=(34.071234, 117.06))
    body = desk.get(POINTS).json()
    assert body["from"] == [34.05, 117.05]
    assert sorted(body["cases"]) == sorted([[0, 0, plain.number, 0], [2123, 1000, pinned.number, 0]])
    assert body["steps"] == 100_000


def test_points_are_light_and_cost_the_same_queries_however_many(drawn, desk, report_many, asked) -> None:
    report_many(drawn.cast.a.building, 2)
    few = asked(desk, POINTS), asked(desk, MAP)
    made = report_many(drawn.cast.a.building, 200)
    for n, case in enumerate(made):
        case.point_lat, case.point_lng = 34 + n / 913, 117 + n / 717
    Case.objects.bulk_update(made, ["point_lat", "point_lng"])
    answer = desk.get(POINTS)
    assert len(answer.json()["cases"]) == 202
    assert len(answer.content) / 202 < MOST_BYTES
    packed = desk.get(POINTS, headers={"Accept-Encoding": "gzip"})
    assert len(packed.content) / 202 < MOST_BYTES / 2
    assert (asked(desk, POINTS), asked(desk, MAP)) == few
    assert max(few) <= 12


@pytest.mark.parametrize(
    ("counts", "bounds"),
    [([], []), ([1], [1]), ([1, 2, 3], [1, 2, 3]), ([100, 1], [25, 50, 75, 100]), ([5, 5], [2, 3, 4, 5])],
)
def test_shades_part_the_largest_count_evenly(counts, bounds) -> None:
    assert shades(counts) == bounds


def test_the_addresses_are_the_ones_the_script_knows() -> None:
    assert (reverse("cases:map"), reverse("cases:map_points")) == (MAP, POINTS)
