"""The desk's list: what it shows, narrowed by whatever an address asks."""

import pytest
from django.urls import reverse

from tests.trades.cases.test_lists import many
from tongxin.trades.cases import actions


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


def test_the_second_person_finds_what_waits(walk, sign_in, desk) -> None:
    case = walk.case("closed")
    actions.propose_exclusion(case, by=walk.desk, ground="court", evidence="已立案")
    street, address = sign_in(walk.cast.a.street_desk), f"{reverse('cases:queue')}?view=second"
    page = street.get(address)
    assert [glance.thing.number for glance in page.context["glances"]] == [case.number]
    assert {tab["label"]: tab["count"] for tab in page.context["tabs"]}["For the second person"] == "1"
    assert "For the second person" not in [tab["label"] for tab in desk.get(address).context["tabs"]]
