"""What somebody says at the desk or on the telephone is written down for him."""

import re

import pytest
from django.urls import reverse

from tests.trades.cases.views.conftest import of
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory.actions import plant
from tongxin.trades.cases.models import Case


def told(**changed) -> dict:
    return {
        "channel": "phone",
        "text": "楼道灯不亮",
        "where": "天安社区 3号楼 2单元 301",
        "client_key": "k" * 32,
        **changed,
    }


def test_what_somebody_says_is_written_down_and_the_code_shown_once(walk, desk) -> None:
    sent = desk.post(reverse("cases:take_down"), told(name="李四", phone="13900001111"))
    case = Case.objects.get()
    assert sent.url == reverse("cases:handed_out", args=[case.number])
    assert (case.place, case.channel) == (walk.cast.a.door, "phone")
    page = desk.get(sent.url).content.decode()
    assert re.search(r"[2-9A-Z]{4} [2-9A-Z]{4}", page)
    assert desk.get(sent.url).url == of(case)


def test_a_place_that_is_not_clear_is_asked_back(walk, desk) -> None:
    plant([{"level": "building", "name": "3号楼", "parent": walk.cast.a.other_cell}], by=SYSTEM)
    page = desk.post(reverse("cases:take_down"), told(where="3号楼"))
    assert (page.status_code, Case.objects.count()) == (422, 0)
    building = walk.cast.a.building
    assert re.findall(r'name="where-place" value="(\d+)"', page.content.decode())[0] == str(building.pk)
    assert "楼道灯不亮" in page.content.decode()
    choice = {"where": "3号楼", "where-for": "3号楼", "where-place": str(building.pk)}
    pin = {"where-lat": "34.81", "where-lng": "117.3"}
    assert desk.post(reverse("cases:take_down"), told(**choice, **pin)).status_code == 302
    case = Case.objects.get()
    assert (case.place, case.point_lat, case.point_lng) == (building, 34.81, 117.3)


def test_looking_a_place_up_keeps_what_was_typed_and_complains_of_nothing(walk, desk) -> None:
    for look in ({"where-find": "1"}, {"where-open": str(walk.cast.a.community.pk)}):
        page = desk.post(reverse("cases:take_down"), told(where="3号楼", text="", name="李四", **look))
        assert (page.status_code, Case.objects.count()) == (200, 0)
        assert 'value="李四"' in page.text and "error-summary" not in page.text


@pytest.mark.parametrize("where", ["火星", "\0", "x" * 81, ""])
def test_a_place_that_is_not_found_is_said_at_the_field(walk, desk, where) -> None:
    page = desk.post(reverse("cases:take_down"), told(where=where))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["where"])
    assert "楼道灯不亮" in page.content.decode()


def test_nobody_writes_down_for_next_door(walk, desk) -> None:
    page = desk.post(reverse("cases:take_down"), told(where="天安社区乙 3号楼 2单元 301"))
    assert Case.objects.count() == 0
    assert page.status_code in (404, 422)
    foreign = {"where": "", "where-place": str(walk.cast.b.door.pk)}
    page = desk.post(reverse("cases:take_down"), told(**foreign))
    assert (page.status_code, Case.objects.count()) == (422, 0)
    assert "天安社区乙" not in page.text
