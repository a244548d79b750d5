"""What the pages say of a returned whistle, of parts, and of what was added: who decides, what comes next."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.trades.cases.views.conftest import of
from tongxin.trades.cases import actions
from tongxin.trades.cases.storyline import story


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def told(case) -> list[str]:
    return [moment.title for moment in story(case)]


def turn(browser, case) -> str:
    return str(browser.get(of(case)).context["turn"])


def test_a_return_is_the_turn_of_whoever_decides_it(walk, desk):
    case = walk.case("whistled")
    first, second = case.open_summonses()
    walk.returned(first)
    assert turn(desk, case) == "住建办, the Community worker or Community secretary of this place"
    assert told(case)[-1] == "明珠物业 says it is not theirs; the community decides"
    actions.reject(first, by=walk.desk, reason="合同里写明")
    walk.returned(first)
    actions.sign_in(second, by=walk.housing)
    assert turn(desk, case) == "住建办, the Street dispatcher or Street leader of this place"
    titles = told(case)
    assert "明珠物业 says it is not theirs; as it was returned before, the street decides" in titles
    actions.decide_release(first, by=walk.street, unit=walk.cast.a.squad, reason="归口执法")
    assert "The street decided: another unit than 明珠物业 does it" in told(case)
    assert turn(desk, case) == "执法中队, 住建办"


def test_the_form_begins_with_the_proposed_unit_and_offers_not_the_one_that_returns_it(walk, desk, sign_in):
    summons = walk.returned(walk.summons("signed_in"))
    form = desk.get(reverse("cases:summons_step", args=[summons.pk, "uphold"])).context["tried"].form
    offered = [str(key) for key, _name in form.fields["unit"].choices]
    assert str(form["unit"].value()) == str(walk.cast.a.squad.pk)
    assert str(walk.cast.a.squad.pk) in offered and str(summons.organization_id) not in offered


def test_the_resident_reads_of_parts_in_plain_words(walk, reporter_of):
    case = walk.case("accepted")
    part, _other = actions.split(case, by=walk.desk, texts="护栏坏\n路灯坏")
    page = reporter_of(case).get(reverse("cases:tracked", args=[case.number])).content.decode()
    assert "Parts of it are still being seen to." in page
    actions.decline(part, by=walk.desk, reason="已修好")
    assert told(case)[-2:] == [
        "It was divided into parts, each of them seen to",
        "A part of it is over",
    ]


def test_what_a_resident_added_is_the_residents(walk, desk):
    case = walk.case("reported")
    actions.supply(case, by=walk.resident_of(case), text="第二次了")
    (row,) = desk.get(of(case)).context["supplements"]
    assert row.who == "the resident"
    actions.note(case, by=walk.desk, text="已电话联系")
    assert [each.who for each in desk.get(of(case)).context["supplements"]][1] == walk.desk.name


def test_a_case_of_today_is_like_one_of_today(walk, desk):
    walk.report()
    case = walk.report()
    (alike,) = desk.get(of(case)).context["similar"]
    assert str(alike.because).endswith("at the same place, today")
