"""Where exactly, by a pin or by one's own position: sent on a press, kept with the report alone."""

import pytest

from tests.ground.territory.ground import square
from tests.trades.cases.views.writing import begun, sent
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory.actions import set_outline
from tongxin.trades.cases.models import Case, Draft

HERE = {"lat": "34.72", "lng": "117.22"}


@pytest.fixture
def drawn(walk):
    """The community has an outline, its section one inside it."""
    set_outline(walk.cast.a.community, square(117.2, 34.7, 0.1), by=SYSTEM)
    set_outline(walk.cast.a.section, square(117.2, 34.7, 0.05), by=SYSTEM)
    return walk


def test_a_pin_goes_with_the_report(walk, stranger) -> None:
    draft = begun(stranger, walk.cast.a.door)
    stranger.post(f"{draft}/where", {"address_note": "东门", **HERE})
    page = stranger.get(f"{draft}/where").text
    assert 'value="34.72"' in page and 'value="117.22"' in page
    assert HERE["lat"] not in str(Draft.objects.values())
    sent(stranger, draft)
    case = Case.objects.latest("pk")
    assert (case.place, case.point_lat, case.point_lng) == (walk.cast.a.door, 34.72, 117.22)
    assert case.address_note == "东门"


def test_without_a_pin_there_is_none(walk, stranger) -> None:
    draft = begun(stranger, walk.cast.a.door)
    stranger.post(f"{draft}/where", {"address_note": "", "lat": "far", "lng": "away"})
    sent(stranger, draft)
    assert Case.objects.latest("pk").point_lat is None


def test_ones_own_position_chooses_the_place_around_it(drawn, stranger) -> None:
    draft = begun(stranger, drawn.cast.b.door)
    answer = stranger.post(f"{draft}/where", {"here": "1", **HERE})
    assert answer.url == f"{draft}/where"
    assert drawn.cast.a.section.full_name in stranger.get(answer.url).text
    sent(stranger, draft)
    case = Case.objects.latest("pk")
    assert (case.place, case.point_lat, case.point_lng) == (drawn.cast.a.section, 34.72, 117.22)


@pytest.mark.parametrize("position", [{"lat": "10", "lng": "10"}, {"lat": "x", "lng": ""}, {}])
def test_a_position_outside_leaves_the_place_and_asks(drawn, stranger, position) -> None:
    draft = begun(stranger, drawn.cast.a.door)
    answer = stranger.post(f"{draft}/where", {"here": "1", **position}, follow=True)
    assert "outside the area" in answer.text
    assert Draft.objects.get().place == drawn.cast.a.door


def test_another_place_takes_the_pin_away(walk, stranger) -> None:
    draft = begun(stranger, walk.cast.a.door)
    stranger.post(f"{draft}/where", {"address_note": "", **HERE})
    stranger.post(f"{draft}/where", {"place": walk.cast.a.building.pk})
    sent(stranger, draft)
    case = Case.objects.latest("pk")
    assert (case.place, case.point_lat) == (walk.cast.a.building, None)


def test_the_map_shows_what_the_list_lists(drawn, stranger) -> None:
    draft = begun(stranger, drawn.cast.a.door)
    begin = stranger.get(f"{draft}/where?choose").text
    assert 'data-outlines="/places/outlines?of=community"' in begin
    assert f'data-place="{drawn.cast.a.community.pk}"' in begin
    inside = stranger.get(f"{draft}/where?choose&within={drawn.cast.a.community.pk}").text
    assert f'data-outlines="/places/{drawn.cast.a.community.pk}/outlines"' in inside
    assert "data-map" not in stranger.get(f"{draft}/where?choose&q=天安").text
