from datetime import date

import pytest
from django.db import connection
from django.utils.translation import override
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.ground.territory.ground import CLERK, square
from tongxin.ground.territory import actions, paths, selectors
from tongxin.ground.territory.actions.moving import path_columns
from tongxin.ground.territory.errors import Refused
from tongxin.ground.territory.models import Change, Level, Place


def test_move_takes_the_branch_along(ground):
    moved = actions.move(ground["section"], to=ground["guangming"], by=CLERK)
    assert moved.path == ground["guangming"].path + "0001"
    assert [p.full_name for p in selectors.descendants(ground["guangming"])] == [
        "光明社区 第一片",
        "光明社区 第一片 1组",
        "光明社区 第一片 1组 1邻",
        "光明社区 3号楼",
        "光明社区 3号楼 2单元",
        "光明社区 3号楼 2单元 301",
    ]
    assert list(selectors.descendants(ground["tianan"])) == []


def test_move_leaves_history_where_it_was(ground):
    old = ground["section"].path
    note = actions.edit(ground["section"], by=CLERK, households=3)
    actions.move(ground["section"], to=ground["guangming"], by=CLERK)
    assert Change.objects.filter(place_id=note.pk, what="edit").get().place_path == old
    assert (Change, "place_path") not in path_columns()
    assert path_columns()[0] == (Place, "path")


def test_move_refuses_own_branch_wrong_level_and_no_move(ground):
    for place, to, words in [
        ("tianan", "group", "under itself"),
        ("tianan", "tianan", "under itself"),
        ("xingren", "jinxiu", "A Street can't stand under a Community"),
        ("tianan", "xingren", "already stands there"),
    ]:
        with override("en"), pytest.raises(Refused, match=words):
            actions.move(ground[place], to=ground[to], by=CLERK)


def test_move_refuses_outlines_that_do_not_fit_there(ground):
    actions.set_outline(ground["tianan"], square(117.20, 34.75, 0.05), by=CLERK)
    actions.set_outline(ground["guangming"], square(117.25, 34.75, 0.05), by=CLERK)
    actions.set_outline(ground["group"], square(117.21, 34.76, 0.02), by=CLERK)
    # The section itself has no outline: the group below it has to fit.
    with override("en"), pytest.raises(Refused, match=r"1组 reaches .* outside 光明社区.*\nTake the outline"):
        actions.move(ground["section"], to=ground["guangming"], by=CLERK)
    assert Place.objects.get(pk=ground["section"].pk).path == ground["section"].path
    actions.set_outline(ground["group"], None, by=CLERK)
    assert actions.move(ground["section"], to=ground["guangming"], by=CLERK).parent == ground["guangming"]


def test_move_notes_the_names_of_before_and_after(ground):
    actions.move(ground["section"], to=ground["guangming"], by=CLERK)
    noted = Change.objects.get(place_id=ground["section"].pk, what="move")
    assert (noted.old["full_name"], noted.new["full_name"]) == ("天安社区 第一片", "光明社区 第一片")


def test_move_to_the_top_and_back(ground):
    top = actions.move(ground["xingren"], to=None, by=CLERK)
    assert top.path == "0002"
    assert actions.move(top, to=ground["zone"], by=CLERK).path == "00010003"


def test_descendants_use_an_index_range(ground):
    cell = ground["cell"]
    actions.plant(
        [{"level": "door", "name": str(n), "parent": ground["stairwell"]} for n in range(2000)]
        + [{"level": "building", "name": str(n), "parent": cell} for n in range(2000)],
        by=CLERK,
    )
    with connection.cursor() as cursor:
        cursor.execute("analyze territory_place, territory_level")
    plan = selectors.descendants(ground["jinxiu"], on=selectors.EVER).order_by().explain()
    assert "place_path_unique" in plan
    assert "Index Cond: (((path)::text >= " in plan
    by_level = selectors.descendants(ground["xingren"], "street", on=selectors.EVER).order_by().explain()
    assert "Seq Scan on territory_place" not in by_level


class Forest(RuleBasedStateMachine):
    """Adds, moves and closings in any order; the stored paths must equal those walked from parents."""

    def __init__(self) -> None:
        super().__init__()
        Place.objects.all()._raw_delete("default")
        self.ranks = list(Level.objects.values_list("code", flat=True))

    def pick(self, number: int) -> Place | None:
        everything = list(Place.objects.order_by("pk"))
        return everything[number % len(everything)] if everything else None

    @rule(level=st.integers(0, 8), under=st.none() | st.integers(0, 50))
    def add(self, level, under):
        parent = self.pick(under) if under is not None else None
        try:
            actions.add_place(level=self.ranks[level], name="地", parent=parent, by=CLERK)
        except Refused:
            assert parent is not None
            assert parent.level.rank >= Level.objects.get(code=self.ranks[level]).rank or parent.until

    @precondition(lambda self: Place.objects.exists())
    @rule(which=st.integers(0, 50), to=st.none() | st.integers(0, 50))
    def move(self, which, to):
        place, target = self.pick(which), self.pick(to) if to is not None else None
        before = dict(Place.objects.values_list("pk", "path"))
        try:
            actions.move(place, to=target, by=CLERK)
        except Refused:
            assert dict(Place.objects.values_list("pk", "path")) == before
        else:
            assert Place.objects.get(pk=place.pk).parent == target

    @precondition(lambda self: Place.objects.exists())
    @rule(which=st.integers(0, 50), everything=st.booleans())
    def close(self, which, everything):
        place = self.pick(which)
        try:
            actions.close(place, on=date(2040, 1, 1), by=CLERK, with_children=everything)
        except Refused:
            assert place.until or not everything

    @invariant()
    def stored_paths_are_the_walked_ones(self):
        below: dict[int | None, list[Place]] = {}
        for place in Place.objects.all():
            below.setdefault(place.parent_id, []).append(place)

        def walk(place: Place, above: str) -> set[int]:
            assert place.path == paths.join(above, place.number)
            under = set()
            for child in below.get(place.pk, []):
                under |= {child.pk} | walk(child, place.path)
            found = selectors.descendants(place, on=selectors.EVER)
            assert set(found.values_list("pk", flat=True)) == under
            return under

        for root in below.get(None, []):
            walk(root, "")
        assert selectors.inconsistencies() == []


class TestForest(Forest.TestCase, TestCase):
    settings = settings(
        max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )
