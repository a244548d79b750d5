"""A case on the desk: who gets in, what is shown, what a step does."""

import re

import pytest
from django.urls import reverse

from tests.trades.cases.views.conftest import of
from tongxin.ground.people.models import Look
from tongxin.trades.cases import actions

PAGES = ["case", "case_print", "case_told", "reporter"]


@pytest.mark.parametrize("name", PAGES)
def test_a_case_next_door_is_not_found(walk, sign_in, name) -> None:
    assert sign_in(walk.cast.b.community_worker).get(of(walk.report(), name)).status_code == 404


def test_a_step_next_door_is_not_found(walk, sign_in) -> None:
    case = walk.report()
    client = sign_in(walk.cast.b.community_worker)
    for method in (client.get, client.post):
        assert method(reverse("cases:step", args=[case.number, "accept"])).status_code == 404


def test_a_step_of_others_is_refused_with_the_reason(walk, sign_in) -> None:
    case = walk.report()
    client = sign_in(walk.cast.a.zone_leader)
    page = client.post(reverse("cases:step", args=[case.number, "accept"]), {"urgency": "normal"})
    case.refresh_from_db()
    assert (page.status_code, case.state) == (403, "reported")
    assert "ommunity worker" in page.content.decode()


@pytest.mark.parametrize("role", ["unit_staff", "property_supervisor", "owners_committee_member"])
def test_summoned_units_have_no_desk_page_of_the_case(walk, sign_in, role) -> None:
    case = walk.case("whistled")
    assert sign_in(getattr(walk.cast.a, role)).get(of(case)).status_code == 404


@pytest.mark.parametrize("step", ["all_answered", "nothing_of_the_kind", "lapse"])
def test_no_page_for_steps_of_the_system(walk, desk, step) -> None:
    address = reverse("cases:step", args=[walk.report().number, step])
    assert [desk.get(address).status_code, desk.post(address).status_code] == [404, 404]


def test_whoever_may_not_look_gets_no_question(walk, sign_in) -> None:
    """A grid worker reads the case, and neither asks for nor opens who reported it."""
    case = walk.report()
    client = sign_in(walk.cast.a.grid_worker)
    assert client.get(of(case)).status_code == 200
    assert client.get(of(case, "reporter")).status_code == 403
    assert client.post(of(case, "reporter"), {"purpose": "call_back"}).status_code == 403
    assert Look.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_look_is_written_down_once_and_shown_to_the_resident(walk, desk, reporter_of) -> None:
    case = walk.report()
    assert "13800001234" not in desk.get(of(case)).content.decode()
    assert desk.get(of(case, "reporter")).status_code == 200
    refused = desk.post(of(case, "reporter"), {"purpose": "curiosity"})
    assert (refused.status_code, Look.objects.count()) == (422, 0)
    opened = desk.post(of(case, "reporter"), {"purpose": "call_back"})
    assert "13800001234" in opened.content.decode() and "王小芳" in opened.content.decode()
    assert "no-store" in opened.headers["Cache-Control"]
    look = Look.objects.get()
    assert (look.thing_id, look.purpose) == (str(case.pk), "call_back")
    shown = reporter_of(case).get(reverse("cases:tracked", args=[case.number])).content.decode()
    assert shown.count("to call back about a case") == 1
    assert "天安社区" in shown


def test_two_clerks_at_once_see_the_difference_and_lose_nothing(walk, desk, sign_in) -> None:
    case = walk.report()
    address = reverse("cases:step", args=[case.number, "decline"])
    form = desk.get(address).context["tried"].form
    hidden = {"version": form["version"].value(), "client_key": form["client_key"].value()}
    actions.reclassify(case, by=walk.street, category=walk.category, urgency="urgent")
    page = desk.post(address, {**hidden, "reason": "这件事归隔壁社区管"})
    case.refresh_from_db()
    text = page.content.decode()
    assert (page.status_code, case.state) == (409, "reported")
    assert "这件事归隔壁社区管" in text and "Someone else has just moved this on" in text
    again = page.context["tried"].form
    sent = desk.post(
        address,
        {
            "version": again["version"].value(),
            "client_key": again["client_key"].value(),
            "reason": "这件事归隔壁社区管",
        },
    )
    case.refresh_from_db()
    assert (sent.status_code, case.state) == (302, "not_accepted")


def test_the_same_step_sent_twice_is_taken_once(walk, desk) -> None:
    case = walk.report()
    address = reverse("cases:step", args=[case.number, "note"])
    form = desk.get(address).context["tried"].form
    sent = {name: form[name].value() for name in ("version", "client_key")} | {"text": "已电话联系"}
    assert [desk.post(address, sent).status_code for _each in range(2)] == [302, 302]
    assert case.supplements.count() == 1


def test_what_is_alike_elsewhere_is_shown_to_who_may_read_it(walk, desk, sign_in) -> None:
    """A grid worker reads the cases of the own group, whatever resembles them in the community."""
    elsewhere = walk.report("楼下停车位被占用，进不了车库", place=walk.cast.a.community)
    here = walk.report("楼下停车位被占用，进不了车库")

    def alike(client) -> list[str]:
        return [each.case.number for each in client.get(of(here)).context["similar"]]

    assert (alike(desk), alike(sign_in(walk.cast.a.grid_worker))) == ([elsewhere.number], [])


def test_a_case_on_paper_has_all_but_who_reported_it(walk, desk) -> None:
    case = walk.report("3号楼电梯坏了，请打13812345678找我")
    actions.accept(case, by=walk.desk, category=walk.category, urgency="urgent")
    actions.whistle(case, by=walk.desk, units=[walk.cast.a.property_company], note="请修")
    summons = case.open_summonses()[0]
    actions.sign_in(summons, by=walk.property)
    actions.answer(summons, by=walk.property, note="已更换门机")
    text = desk.get(of(case, "case_print")).content.decode()
    for said in (str(case), "天安社区", "3号楼电梯坏了", "明珠物业", "已更换门机"):
        assert said in text
    for kept in ("13812345678", "13800001234", "王小芳", "138****1234"):
        assert kept not in text


def test_what_is_suggested_stands_on_top_and_ticked_with_the_reason(walk, desk) -> None:
    page = desk.get(reverse("cases:step", args=[walk.case("accepted").number, "whistle"]))
    form, because = page.context["tried"].form, page.context["advice"]
    ticked = [str(pk) for pk in form["units"].value()]
    assert [str(pk) for pk, _name in form.fields["units"].choices[: len(ticked)]] == ticked
    assert [unit.name for unit, _why in because] == [
        name for _pk, name in form.fields["units"].choices[: len(ticked)]
    ]
    assert len(ticked) >= 1


def test_the_word_of_the_resident_is_told_as_an_answer(walk, desk) -> None:
    cases = {"yes": walk.case("verified"), "no": walk.case("verified")}
    for solved, case in cases.items():
        actions.verdict(case, by=walk.resident_of(case), solved=solved, satisfied="4")
    desk.post("/preference", {"language": "zh-hans"})
    told = [re.findall(r"(\S*解决) · \S*满意", desk.get(of(case)).text) for case in cases.values()]
    assert told == [["已解决"], ["没解决"]]
