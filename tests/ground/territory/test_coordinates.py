import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tongxin.ground.territory.coordinates import distance_m, gcj02_to_wgs84, in_china, wgs84_to_gcj02

inland = st.tuples(st.floats(18, 53.5), st.floats(73.5, 135))


@given(inland)
@example((34.8, 117.29))
def test_gcj02_round_trip_comes_back_within_a_centimetre(point):
    assert distance_m(*point, *gcj02_to_wgs84(*wgs84_to_gcj02(*point))) < 0.01
    assert distance_m(*point, *wgs84_to_gcj02(*gcj02_to_wgs84(*point))) < 0.01


@given(inland)
def test_chinese_maps_shift_by_some_hundred_metres_and_no_more(point):
    assert 1 < distance_m(*point, *wgs84_to_gcj02(*point)) < 1500


@given(st.tuples(st.floats(-90, 90), st.floats(-180, 180)).filter(lambda point: not in_china(*point)))
def test_outside_china_nothing_is_shifted(point):
    assert wgs84_to_gcj02(*point) == point
    assert gcj02_to_wgs84(*point) == point


def test_known_point_of_the_published_formula():
    # 天安门: WGS-84 39.90750, 116.39123 is drawn at about 39.90890, 116.39747 on Chinese maps.
    lat, lng = wgs84_to_gcj02(39.90750, 116.39123)
    assert distance_m(lat, lng, 39.90890, 116.39747) < 5


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [((0, 0), (0, 1), 111_195), ((34.8, 117.29), (34.8, 117.29), 0), ((0, 0), (0, 180), 20_015_114)],
)
def test_distance_in_metres(one, other, metres):
    assert round(distance_m(*one, *other)) == metres
