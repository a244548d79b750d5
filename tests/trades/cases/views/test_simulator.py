"""A text tried out: what would happen to it, and why."""

import pytest
from django.urls import reverse

from tongxin.trades.cases.models import Case


def tried(**changed) -> dict:
    return {"text": "电梯停了，里面困了两个人", "where": "天安社区 3号楼 2单元 301", **changed}


def test_a_text_is_tried_out_and_nothing_is_kept(walk, desk) -> None:
    page = desk.post(reverse("cases:simulator"), tried())
    text = page.content.decode()
    assert (page.status_code, Case.objects.count()) == (200, 0)
    assert page.context["found"].suggestion.categories[0].category.code == "elevator"
    assert "Emergency" in text and "明珠物业" in text
    assert len(page.context["dues"]) == 4


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"where": "火星"}, 422),
        ({"where": "天安社区乙"}, 422),
        ({"text": "\0"}, 422),
    ],
)
def test_a_trial_without_its_place_is_asked_again(walk, desk, changed, status) -> None:
    page = desk.post(reverse("cases:simulator"), tried(**changed))
    assert page.status_code == status
    assert "电梯停了" in page.content.decode() or "text" in changed


def test_a_trial_reads_no_case_next_door(walk, desk) -> None:
    foreign = {"where": "", "where-place": str(walk.cast.b.door.pk)}
    page = desk.post(reverse("cases:simulator"), tried(**foreign))
    assert (page.status_code, "found" in page.context) == (422, False)
