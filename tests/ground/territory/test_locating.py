from datetime import date

import numpy as np
import pytest
import time_machine
from django.db import transaction
from shapely.geometry import Point

from tests.ground.territory.ground import CLERK, square
from tongxin.ground.territory import actions, outlines, selectors
from tongxin.ground.territory.models import Place


@pytest.fixture
def mapped(ground):
    actions.set_outline(ground["xingren"], square(117.2, 34.7, 0.2), by=CLERK)
    actions.set_outline(ground["tianan"], square(117.2, 34.7, 0.1), by=CLERK)
    actions.set_outline(ground["guangming"], square(117.3, 34.7, 0.1), by=CLERK)
    actions.set_outline(ground["cell"], square(117.2, 34.7, 0.05), by=CLERK)
    return ground


def test_deepest_place_wins_and_shallower_ones_catch_the_rest(mapped):
    points = np.array([[34.72, 117.22], [34.79, 117.29], [34.85, 117.25], [30.0, 100.0], [np.nan, 117.2]])
    expected = [mapped["cell"].pk, mapped["tianan"].pk, mapped["xingren"].pk, None, None]
    assert selectors.locate_many(points) == expected
    assert selectors.locate(34.79, 117.29) == mapped["tianan"]
    assert selectors.locate(30.0, 100.0) is None


def test_shared_border_belongs_to_the_first_in_tree_order(mapped):
    border = np.column_stack([np.linspace(34.7, 34.8, 501), np.full(501, 117.3)])
    assert set(selectors.locate_many(border)) == {mapped["tianan"].pk}


def test_locating_agrees_with_asking_every_outline(mapped):
    points = np.random.default_rng(520).uniform([34.65, 117.15], [34.95, 117.45], (3000, 2))
    shapes = [
        (place.pk, outlines.shape_of(place.outline))
        for place in Place.objects.filter(outline__isnull=False).order_by("-level__rank", "path")
    ]
    asked = [
        next((pk for pk, shape in shapes if shape.intersects(Point(lng, lat))), None) for lat, lng in points
    ]
    assert selectors.locate_many(points) == asked


def test_locating_takes_one_query_while_nothing_changes(mapped, django_assert_num_queries):
    points = np.random.default_rng(1).uniform([34.65, 117.15], [34.95, 117.45], (1000, 2))
    selectors.locate_many(points)
    with django_assert_num_queries(1):
        selectors.locate_many(points)


def test_map_follows_edits_and_roll_backs(mapped):
    inside = np.array([[34.72, 117.22]])

    def place():
        return selectors.locate_many(inside)[0]

    assert place() == mapped["cell"].pk
    with transaction.atomic():
        actions.set_outline(mapped["cell"], None, by=CLERK)
        assert place() == mapped["tianan"].pk
        transaction.set_rollback(True)
    assert place() == mapped["cell"].pk
    actions.set_outline(mapped["cell"], square(117.2, 34.7, 0.01), by=CLERK)
    assert place() == mapped["tianan"].pk


def test_closed_place_leaves_the_map_on_its_day(mapped):
    actions.close(mapped["cell"], on=date(2099, 1, 2), by=CLERK, with_children=True)
    with time_machine.travel("2099-01-01T12:00+08:00", tick=False):
        assert selectors.locate(34.72, 117.22) == mapped["cell"]
    with time_machine.travel("2099-01-02T00:30+08:00", tick=False):
        assert selectors.locate(34.72, 117.22) == mapped["tianan"]


def test_points_of_another_shape_are_refused():
    with pytest.raises(ValueError, match="N × 2"):
        selectors.locate_many(np.zeros((3, 3)))


def test_no_points_and_no_map(db):
    assert selectors.locate_many(np.empty((0, 2))) == []
    assert selectors.locate(34.8, 117.3) is None
