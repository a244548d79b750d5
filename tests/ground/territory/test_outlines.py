import copy
import json

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from tests.ground.territory.ground import CLERK, square
from tongxin.ground.territory import actions
from tongxin.ground.territory.errors import Refused
from tongxin.ground.territory.models import Change, OutlineState, Place
from tongxin.ground.territory.outlines import BadOutline, read

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(["type", "coordinates"]), inner)
    ),
    max_leaves=20,
)


def polygon(*corners):
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in corners]]}


@pytest.mark.parametrize(
    ("geojson", "words"),
    [
        ("{", "not JSON"),
        ("[]", "is a GeoJSON Polygon or MultiPolygon"),
        ({"type": "Point", "coordinates": [117.0, 34.0]}, "not “Point”"),
        ({"type": "Polygon", "coordinates": []}, "no ring"),
        ({"type": "Polygon", "coordinates": [[]]}, "no ring"),
        (
            polygon((117, 34), (118, 34), (118, 35), (117, 35)),
            r"begins at \[117.0, 34.0\] and ends at \[117.0, 35.0\]",
        ),
        (polygon((117, 34), (118, 34), (117, 34)), "fewer than three corners"),
        (
            polygon((34, 117), (34, 118), (35, 118), (34, 117)),
            r"\[34.0, 117.0\] is not on earth: longitude comes first",
        ),
        (polygon((117, 34), (float("nan"), 34), (118, 35), (117, 34)), "not a longitude and a latitude"),
        (polygon((117, 34), (10**400, 34), (118, 35), (117, 34)), "not a longitude and a latitude"),
        (polygon((117, 34), (118,), (118, 35), (117, 34)), "not a longitude and a latitude"),
        (polygon((117, 34), ("118", 34), (118, 35), (117, 34)), "not a longitude and a latitude"),
        (
            polygon((117, 34), (118, 35), (118, 34), (117, 35), (117, 34)),
            "crosses or touches itself near 117.5",
        ),
    ],
)
def test_broken_outline_is_refused_in_words(geojson, words):
    with override("en"), pytest.raises(BadOutline, match=words):
        read(geojson)


@given(json_values)
def test_any_json_is_read_or_refused(value):
    for geojson in (
        value,
        {"type": "Polygon", "coordinates": value},
        {"type": "MultiPolygon", "coordinates": value},
    ):
        with pytest.raises(BadOutline):
            read(geojson)


def test_outline_in_a_feature_and_as_text_reads_the_same_without_heights():
    flat = square(117, 34, 1)
    high = copy.deepcopy(flat)
    high["coordinates"] = [[[*position, 12.5] for position in ring] for ring in high["coordinates"]]
    assert read(flat)[0] == read(json.dumps({"type": "Feature", "geometry": high}))[0] == flat


def test_set_outline_gives_a_point_a_new_map_and_a_record(ground):
    before = OutlineState.objects.get().version
    actions.set_outline(ground["zone"], square(117.2, 34.7, 0.2), by=CLERK)
    zone = Place.objects.get(pk=ground["zone"].pk)
    assert (zone.point_lat, zone.point_lng) == (34.8, 117.3)
    assert OutlineState.objects.get().version > before
    assert Change.objects.first().what == "outline"


def test_child_outside_its_parent_is_refused_by_name_and_metres(ground):
    actions.set_outline(ground["zone"], square(117.2, 34.7, 0.2), by=CLERK)
    with (
        override("en"),
        pytest.raises(
            Refused, match=r"天安社区（370403002012） reaches \d+ m outside 高新区 \(allowed: 5 m\)"
        ),
    ):
        # The street between has no outline: the nearest ancestor that has one counts.
        actions.set_outline(ground["tianan"], square(117.35, 34.75, 0.1), by=CLERK)


def test_parent_that_leaves_out_a_child_is_refused(ground):
    actions.set_outline(ground["tianan"], square(117.25, 34.75, 0.1), by=CLERK)
    with (
        override("en"),
        pytest.raises(Refused, match=r"天安社区（370403002012） would reach .* new outline of 高新区"),
    ):
        actions.set_outline(ground["zone"], square(117.3, 34.7, 0.2), by=CLERK)


def test_overlapping_siblings_are_refused_naming_both(ground):
    actions.set_outline(ground["tianan"], square(117.20, 34.75, 0.05), by=CLERK)
    with (
        override("en"),
        pytest.raises(Refused, match=r"光明社区（370403002013） overlaps 天安社区（370403002012） on"),
    ):
        actions.set_outline(ground["guangming"], square(117.249, 34.75, 0.05), by=CLERK)
    actions.set_outline(ground["guangming"], square(117.25, 34.75, 0.05), by=CLERK)


@pytest.mark.parametrize(("metres", "refused"), [(4, False), (6, True)])
def test_tolerance_counts_in_metres_both_ways(ground, metres, refused):
    inch = metres / 111_195
    actions.set_outline(ground["xingren"], square(117.2, 34.7, 0.1), by=CLERK)
    actions.set_outline(ground["tianan"], square(117.2, 34.7, 0.05), by=CLERK)
    outside = square(117.25, 34.7 - inch, 0.05)
    overlapping = square(117.2, 34.75 - inch, 0.05)
    for outline in (outside, overlapping):
        if refused:
            with pytest.raises(Refused):
                actions.set_outline(ground["guangming"], outline, by=CLERK)
        else:
            actions.set_outline(ground["guangming"], outline, by=CLERK)


def test_tolerance_is_data(ground):
    actions.set_outline(ground["xingren"], square(117.2, 34.7, 0.1), by=CLERK)
    too_far = square(117.2, 34.7 - 50 / 111_195, 0.05)
    with pytest.raises(Refused):
        actions.set_outline(ground["tianan"], too_far, by=CLERK)
    actions.set_tolerance(60, by=CLERK)
    actions.set_outline(ground["tianan"], too_far, by=CLERK)


def test_outline_query_count_does_not_grow_with_siblings(ground, django_assert_num_queries):
    actions.set_outline(ground["tianan"], square(117.2, 34.7, 0.01), by=CLERK)
    for step, sites in ((1, 1), (2, 40)):
        actions.plant(
            [
                {
                    "level": "community", "name": f"{step}-{n}", "parent": ground["xingren"],
                    "outline": square(118 + step + n / 100, 34, 0.01),
                }
                for n in range(sites)
            ],
            by=CLERK,
        )  # fmt: skip
        with django_assert_num_queries(11):
            actions.set_outline(ground["guangming"], square(117.3, 34.7, step / 100), by=CLERK)
