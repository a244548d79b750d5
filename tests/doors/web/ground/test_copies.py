"""Everyone may have a copy of what is kept about them: everything is in it, and handing it out is a look."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.trades.cases.walking import Walk
from tests.trades.orders.walking import AT, DAY
from tests.trades.orders.walking import Walk as Helping
from tongxin.engine.flows.refusals import NotNow
from tongxin.engine.flows.selectors import timeline
from tongxin.engine.notices.actions import telling
from tongxin.engine.notices.models import Notice
from tongxin.ground.people import actions
from tongxin.ground.people.models import Look, Person
from tongxin.trades.cases import actions as cases
from tongxin.trades.orders import actions as orders

HOW = {"reference": "at the counter, identity card seen"}


def copy_of(client: Client, person: Person, **sent: str):
    return client.post(reverse("people:copy", args=[person.pk]), sent)


def said(row: list[dict[str, str]]) -> dict[str, list[str]]:
    """Every value under its label."""
    found: dict[str, list[str]] = {}
    for each in row:
        found.setdefault(each["label"], []).append(each["value"])
    return found


@pytest.mark.django_db(transaction=True)
def test_everything_kept_is_in_the_copy_and_the_person_reads_who_made_it(cast, browser) -> None:
    walk = Walk(cast)
    case = walk.case("closed")
    dark = walk.report("楼道灯不亮")
    for more in ("第三层也不亮", "第四层也不亮"):
        cases.supply(dark, by=walk.grid, text=more)
    cases.note(case, by=walk.desk, text="同事之间的话")
    person, desk = case.reporter, browser(cast.a.community_worker)
    actions.give_consent(person, "show_reporter", channel="desk", by=walk.desk)
    assert copy_of(desk, person).status_code == 422
    assert Look.objects.count() == 0
    told = json.loads(copy_of(desk, person, file="1", **HOW).content)
    kept = {each["title"]: [said(row) for row in each["rows"]] for each in told["kept"]}
    assert kept["Your details"] == [{"name": ["王小芳"], "phone": ["13800001234"]}]
    assert [row["what it is about"] for row in kept["cases"]] == [
        ["楼道灯不亮"],
        ["楼下停车位被占用，进不了车库"],
    ]
    assert sorted(kept["cases"][0]["Added"]) == ["第三层也不亮", "第四层也不亮"]
    (look,), (consent,) = kept["Who saw your details"], kept["What you agreed to"]
    assert look["What for"] == ["to give you the copy you asked for"]
    assert consent["Way"] == ["at the desk"]
    assert "同事之间的话" not in json.dumps(told, ensure_ascii=False)
    paper = copy_of(desk, person, **HOW)
    assert "13800001234" in paper.text and "第三层也不亮" in paper.text
    assert "no-store" in paper.headers["Cache-Control"]
    assert list(Look.objects.values_list("purpose", "reference")) == [("copy", HOW["reference"])] * 2


@pytest.mark.django_db(transaction=True)
def test_what_somebody_ordered_is_in_the_copy(cast, browser) -> None:
    order = Helping(cast).place()
    told = json.loads(copy_of(browser(cast.a.community_worker), order.requester, file="1", **HOW).content)
    (row,) = next(each["rows"] for each in told["kept"] if each["title"] == "orders")
    assert said(row)["number"] == [str(order)]


@pytest.mark.django_db(transaction=True)
def test_a_volunteer_reads_what_was_complained_about_once_it_is_decided(cast, browser) -> None:
    helping = Helping(cast)
    order = helping.order("closed")
    volunteer = order.engagements.get().volunteer
    made = orders.complain(
        order, by=helping.orderer(order), text="来得很晚，电话 13812345678", now=AT + 2 * DAY
    )

    def copied() -> list[dict[str, list[str]]]:
        kept = json.loads(
            copy_of(browser(cast.a.community_worker), volunteer.person, file="1", **HOW).content
        )
        return [said(row) for each in kept["kept"] if each["title"] == "complaints" for row in each["rows"]]

    assert copied() == []
    orders.uphold(made, by=helping.desk, reason="晚到一小时，没有说明", now=AT + 3 * DAY)
    (row,) = copied()
    assert (row["number"], row["What was decided"]) == ([str(order)], ["晚到一小时，没有说明"])
    assert row["what went wrong"] == ["来得很晚，电话 138****78"]


def test_nobody_hands_out_a_copy_next_door_or_without_the_right(cast, browser) -> None:
    for account, status in ((cast.b.community_worker, 404), (cast.a.grid_worker, 403)):
        assert copy_of(browser(account), cast.resident, **HOW).status_code == status
    assert copy_of(browser(cast.a.security_admin), cast.resident, **HOW).status_code == 403
    assert Look.objects.count() == 0


def test_a_resident_asks_for_it_by_number_and_code_and_the_desk_is_told(cast, browser) -> None:
    walk = Walk(cast)
    case = walk.case("closed")
    cases.ask_copy(case, by=walk.resident_of(case))
    assert telling.tell(timeline(case)[-1].pk) == 2
    told = Notice.objects.get(key="case.ask_copy", recipient_account=cast.a.community_worker)
    assert case.number in told.body
    page = browser(cast.a.community_worker).get(reverse("cases:reporter", args=[case.number]))
    assert reverse("people:person", args=[case.reporter_id]) in page.text
    with pytest.raises(NotNow):
        cases.ask_copy(case, by=walk.resident_of(case))
    cases.ask_copy(case, by=walk.resident_of(case), now=timezone.now() + timedelta(days=1))
    with pytest.raises(NotNow):
        cases.ask_copy(nameless := walk.anonymous(), by=walk.resident_of(nameless))
