"""The desk's pages: who gets in, what the queue shows, what is written down for somebody."""

import re

import pytest
from django.urls import reverse

from tests.trades.cases.test_lists import many
from tongxin.ground.people.models import Look
from tongxin.trades.cases import actions
from tongxin.trades.cases.models import Case


def of(case: Case, name: str = "case") -> str:
    return reverse(f"cases:{name}", args=[case.number])


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


def test_the_queue_narrows_and_says_how_many(walk, desk) -> None:
    done, waiting = walk.case("closed"), walk.report("电梯坏了")
    queue = reverse("cases:queue")

    def listed(**asked: str) -> set[str]:
        return {glance.thing.number for glance in desk.get(queue, asked).context["glances"]}

    assert listed() == {waiting.number}
    assert listed(view="all") == {waiting.number, done.number}
    assert listed(view="all", state="closed") == {done.number}
    assert listed(view="all", category=walk.category.parent.path) == {done.number}
    assert listed(view="all", channel="phone") == set()
    assert listed(view="all", q="电梯") == {waiting.number}
    assert listed(view="all", q=done.number) == {done.number}
    assert listed(q=done.number) == {done.number}
    assert listed(q=done.number, view="mine") == set()
    assert listed(view="open", urgency="emergency") == set()
    assert listed(view="late") == set()
    assert {tab["label"]: tab["count"] for tab in desk.get(queue).context["tabs"]} == {
        "My turn": "1",
        "Late": "0",
        "Due within a week": "1",
        "I worked on it": "0",
        "All open": "1",
        "Closed, too": None,
    }


@pytest.mark.parametrize(
    "asked",
    [
        {"view": "nothing"},
        {"state": "nothing", "urgency": "x", "category": "~", "channel": "\0"},
        {"q": "\0"},
        {"q": "'); drop"},
        {"q": "词" * 300},
        {"after": "x"},
        {"after": "2026-01-01T00:00:00+00:00_" + "9" * 40},
        {"after": "0001-01-01T00:00:00+14:00_1"},
        {"after": "9999-12-31T23:59:59-14:00_1"},
        {"after": "-_" + "9" * 5000},
    ],
)
def test_any_queue_asked_for_is_a_page(walk, desk, asked) -> None:
    walk.report()
    assert desk.get(reverse("cases:queue"), asked).status_code == 200
    assert desk.get(reverse("cases:queue"), {"view": "all", **asked}).status_code == 200


def test_pages_of_the_queue_join_without_gap_or_double(walk, desk) -> None:
    made = {case.number for case in many(walk, 120)}
    address, seen = reverse("cases:queue"), []
    while True:
        page = desk.get(address).context
        seen += [glance.thing.number for glance in page["glances"]]
        if not page["next"]:
            break
        address = reverse("cases:queue") + page["next"]
    assert (len(seen), set(seen)) == (120, made)


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
        ({"where": "3号楼"}, 422),
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


def test_the_second_person_finds_what_waits(walk, sign_in, desk) -> None:
    case = walk.case("closed")
    actions.propose_exclusion(case, by=walk.desk, ground="court", evidence="已立案")
    street, address = sign_in(walk.cast.a.street_desk), f"{reverse('cases:queue')}?view=second"
    page = street.get(address)
    assert [glance.thing.number for glance in page.context["glances"]] == [case.number]
    assert {tab["label"]: tab["count"] for tab in page.context["tabs"]}["For the second person"] == "1"
    assert "For the second person" not in [tab["label"] for tab in desk.get(address).context["tabs"]]


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
