"""The lists a place picker fetches: of one's own area, public ones without a verb, around a position."""

import re

import pytest
from django.urls import reverse

from tests.ground.territory.ground import square
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory import actions


@pytest.fixture
def worker(cast, client):
    client.force_login(cast.a.community_worker)
    return client


def offered(answer) -> list[int]:
    assert answer.status_code == 200
    return [int(pk) for pk in re.findall(r'name="where-place" value="(\d+)"', answer.text)]


def test_words_find_places_of_ones_own_area(cast, worker) -> None:
    answer = worker.get(reverse("places:choices"), {"q": "3号楼 2单元", "for": "case.report_for"})
    assert offered(answer) == [cast.a.stairwell.pk, cast.a.door.pk]
    assert offered(worker.get(reverse("places:choices"), {"q": "乙", "for": "case.report_for"})) == []


def test_the_list_goes_further_in_but_not_out_of_the_area(cast, worker) -> None:
    below = worker.get(reverse("places:choices"), {"in": cast.a.group.pk, "for": "case.report_for"})
    assert offered(below) == [cast.a.group.pk, cast.a.cell.pk, cast.a.other_cell.pk]
    above = worker.get(reverse("places:choices"), {"in": cast.a.street.pk, "for": "case.report_for"})
    assert offered(above) == [cast.a.community.pk, cast.a.section.pk]


def test_without_a_verb_it_is_the_public_choice(cast, client) -> None:
    assert offered(client.get(reverse("places:choices"))) == [
        cast.zone.pk,
        cast.a.street.pk,
        cast.b.street.pk,
    ]
    assert offered(client.get(reverse("places:choices"), {"q": "天安社区乙 3号楼 2单元 301"})) == [
        cast.b.door.pk
    ]


def test_a_verb_one_does_not_hold_is_refused(cast, worker, client) -> None:
    assert worker.get(reverse("places:choices"), {"for": "calendar.edit"}).status_code == 403
    assert worker.get(reverse("places:choices"), {"for": "no.such"}).status_code == 404
    assert (
        worker.post(reverse("places:at"), {"for": "calendar.edit", "lat": "1", "lng": "1"}).status_code == 403
    )


@pytest.mark.parametrize("given", [{"q": "\0"}, {"in": "x"}, {"in": "9" * 30}, {"q": "'; --", "in": "-1"}])
def test_broken_questions_get_a_list_all_the_same(cast, worker, given) -> None:
    assert worker.get(reverse("places:choices"), {"for": "case.read", **given}).status_code == 200


def test_a_position_chooses_the_deepest_place_around_it(cast, worker) -> None:
    actions.set_outline(cast.a.community, square(117.2, 34.7, 0.1), by=SYSTEM)
    actions.set_outline(cast.a.section, square(117.2, 34.7, 0.05), by=SYSTEM)
    here = {"lat": "34.72", "lng": "117.22", "for": "case.report_for"}
    answer = worker.post(reverse("places:at"), here)
    assert offered(answer)[0] == cast.a.section.pk
    assert f'value="{cast.a.section.pk}" checked' in answer.text
    assert "34.72" not in answer.text
    assert worker.get(reverse("places:at"), here).status_code == 405


@pytest.mark.parametrize("where", [("10", "10"), ("x", "y"), ("", ""), ("nan", "inf")])
def test_a_position_outside_is_told_and_the_list_begins_anew(cast, worker, where) -> None:
    worker.cookies["django_language"] = "en"
    actions.set_outline(cast.b.community, square(10, 10, 0.1), by=SYSTEM)
    answer = worker.post(reverse("places:at"), {"lat": where[0], "lng": where[1], "for": "case.report_for"})
    assert "lies in none of the places here" in answer.text
    assert offered(answer) == [cast.a.community.pk, cast.a.section.pk]
