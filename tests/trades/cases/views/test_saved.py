"""Filters one keeps for oneself, and the list that stands beside an open case."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tongxin.trades.cases import actions
from tongxin.trades.cases.models import Case, SavedFilter

FILTERS, QUEUE = reverse("cases:filters"), reverse("cases:queue")
LIFTS = "view=open&q=%E7%94%B5%E6%A2%AF"


def kept() -> list[tuple[str, str]]:
    return list(SavedFilter.objects.values_list("name", "query"))


def chips(browser) -> list[tuple[str, str]]:
    return [(each["label"], each["count"]) for each in browser.get(QUEUE).context["saved"]]


def test_a_filter_is_kept_counted_renamed_and_removed(walk, desk) -> None:
    walk.report("电梯坏了")
    walk.report("路灯不亮")
    page = desk.get(f"{QUEUE}?q=%E7%94%B5%E6%A2%AF&view=open&nonsense=1")
    offered = desk.get(page.context["keep"]).context["new"]
    sent = desk.post(FILTERS, {"name": " 电梯 ", "query": offered["query"].value()})
    assert (sent.status_code, sent.url, kept()) == (302, f"{QUEUE}?{LIFTS}", [("电梯", LIFTS)])
    assert chips(desk) == [("电梯", "1")]
    one = reverse("cases:one_filter", args=[SavedFilter.objects.get().pk])
    assert desk.post(one, {"name": "电梯的事"}).status_code == 302
    assert chips(desk) == [("电梯的事", "1")]
    assert desk.post(one, {"drop": "yes"}).status_code == 302
    assert chips(desk) == []


def test_what_is_wrong_with_a_name_is_said_at_the_field_and_kept(walk, desk) -> None:
    desk.post(FILTERS, {"name": "超时", "query": "view=late"})
    for name, query in [("", "view=open"), ("字" * 25, "view=open"), ("别名", "view=late")]:
        page = desk.post(FILTERS, {"name": name, "query": query})
        assert (page.status_code, list(page.context["new"].errors)) == (422, ["name"])
        assert page.context["new"]["name"].value() == name
    assert kept() == [("超时", "view=late")]


def test_the_same_name_takes_the_new_query_and_no_name_is_there_twice(walk, desk) -> None:
    desk.post(FILTERS, {"name": "超时", "query": "view=late"})
    desk.post(FILTERS, {"name": "超时", "query": "view=late&urgency=urgent"})
    desk.post(FILTERS, {"name": "全部", "query": "view=open"})
    assert kept() == [("超时", "view=late&urgency=urgent"), ("全部", "view=open")]
    second = SavedFilter.objects.get(name="全部")
    page = desk.post(reverse("cases:one_filter", args=[second.pk]), {"name": "超时"})
    assert (page.status_code, kept()[1][0]) == (422, "全部")


def test_eight_are_the_most(walk, desk) -> None:
    for name in "一二三四五六七八九":
        page = desk.post(FILTERS, {"name": name, "query": f"view=open&q={name}"})
    assert (page.status_code, SavedFilter.objects.count()) == (422, 8)


def test_nobody_touches_anothers_filter(walk, desk, sign_in) -> None:
    desk.post(FILTERS, {"name": "超时", "query": "view=late"})
    one = reverse("cases:one_filter", args=[SavedFilter.objects.get().pk])
    colleague = sign_in(walk.cast.a.community_secretary)
    assert chips(colleague) == []
    assert colleague.post(one, {"drop": "yes"}).status_code == 404
    assert kept() == [("超时", "view=late")]


def listed(page) -> list[str]:
    return [row.thing.number for row in page.context["beside"].rows]


def test_the_list_one_came_from_stands_beside_the_case(walk, desk) -> None:
    lift, lamp, lift_again = walk.report("电梯坏了"), walk.report("路灯不亮"), walk.report("电梯又坏了")
    queue = desk.get(QUEUE, {"view": "open", "q": "电梯"})
    carried = queue.context["looking"].beside
    address = reverse("cases:case", args=[lift.number])
    assert f"{address}{carried.replace('&', '&amp;')}" in queue.content.decode()
    page = desk.get(address + carried)
    assert listed(page) == [lift.number, lift_again.number]
    assert page.context["beside"].following.thing.pk == lift_again.pk
    assert page.context["beside"].href == f"{QUEUE}?{LIFTS}"
    assert listed(desk.get(address)) == [lift.number, lamp.number, lift_again.number]


def test_a_step_leads_back_to_the_same_list(walk, desk) -> None:
    case = walk.report("电梯坏了")
    carried = desk.get(QUEUE, {"view": "late"}).context["looking"].beside
    step = reverse("cases:step", args=[case.number, "note"]) + carried
    assert (
        step.replace("&", "&amp;")
        in desk.get(reverse("cases:case", args=[case.number]) + carried).content.decode()
    )
    sent = desk.post(step, {"version": case.version, "text": "已联系"})
    assert sent.url == reverse("cases:case", args=[case.number]) + carried


def test_whatever_is_carried_is_a_list(walk, desk) -> None:
    address = reverse("cases:case", args=[walk.report().number])
    for way in ["x", "view=second", "q=%00", "after=x&view=open", "category=%7E", "=" * 3000, "&" * 900]:
        assert desk.get(address, {"in": way}).status_code == 200


def test_what_is_next_is_said_on_top_of_every_view(walk, desk, sign_in) -> None:
    first = walk.report("电梯坏了")
    walk.report("路灯不亮")
    for view in ("mine", "late", "all"):
        assert desk.get(QUEUE, {"view": view}).context["upcoming"].thing.pk == first.pk
    leader = sign_in(walk.cast.a.zone_leader)
    assert leader.get(QUEUE).context["upcoming"] is None
    assert leader.get(QUEUE).context["looking"].view.name == "open"


def test_what_one_worked_on_and_what_is_due_soon(walk, desk) -> None:
    mine, other = walk.report("电梯坏了"), walk.report("路灯不亮")
    actions.note(mine, by=walk.desk, text="已联系")
    actions.note(other, by=walk.grid, text="已看过")

    def shown(view: str) -> list[str]:
        return [glance.thing.number for glance in desk.get(QUEUE, {"view": view}).context["glances"]]

    assert shown("touched") == [mine.number]
    assert shown("week") == [mine.number, other.number]


def test_what_is_around_a_case_is_shown_to_who_may_read_it(walk, desk, sign_in) -> None:
    case, near = walk.case("accepted"), walk.report("电梯坏了")
    walk.report("路灯不亮", place=walk.cast.a.other_cell)
    again = walk.report("停车位又被占了")
    actions.merge(again, by=walk.desk, into=case.number)
    children = actions.split(case, by=walk.desk, texts="划线\n加锁")

    shown = desk.get(reverse("cases:case", args=[case.number])).context["around"]
    told = [[each.number for each in some] for some in (shown.children, shown.joined, shown.near)]
    assert told == [[child.number for child in children], [again.number], [near.number]]
    assert shown.children_over == 0


def test_the_week_counts_by_whose_turn_and_every_number_opens_its_list(walk, desk, sign_in, asked) -> None:
    today = timezone.localdate()
    late, soon, at_units = walk.report(), walk.report(), walk.case("whistled")
    Case.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(hours=1))
    noon = timezone.make_aware(datetime.combine(today + timedelta(days=2), time(12)))
    Case.objects.filter(pk__in=[soon.pk, at_units.pk]).update(due_at=noon)
    address = reverse("cases:week")

    def opened(href: str) -> list[str]:
        return [glance.thing.number for glance in desk.get(href).context["glances"]]

    rows = desk.get(address).context["rows"]
    by_turn = {row["share"].turn: row for row in rows}
    shown = {
        turn: (row["late"]["count"], [cell["count"] for cell in row["cells"]])
        for turn, row in by_turn.items()
    }
    assert shown == {
        "here:community_worker": (1, [0, 0, 1, 0, 0, 0, 0]),
        "the:unit": (0, [0, 0, 1, 0, 0, 0, 0]),
    }
    assert opened(by_turn["here:community_worker"]["late"]["href"]) == [late.number]
    assert opened(by_turn["here:community_worker"]["cells"][2]["href"]) == [soon.number]
    assert opened(by_turn["the:unit"]["cells"][2]["href"]) == [at_units.number]
    assert sign_in(walk.cast.b.community_worker).get(address).context["rows"] == []
    assert sign_in(walk.cast.a.unit_staff).get(address).status_code == 403
    assert asked(desk, address) <= 6


@pytest.mark.parametrize("due", ["9999-12-31", "0001-01-01", "2026-02-30", "x", "\0"])
def test_a_day_that_is_none_does_not_narrow(walk, desk, due) -> None:
    assert "due" not in desk.get(QUEUE, {"due": due, "view": "open"}).context["looking"].narrowed
