"""One step on several cases: what is offered, what is done, what is not done and why, and never twice."""

import pytest
from django.urls import reverse

from tests.trades.cases.test_lists import many
from tongxin.engine.flows.models import Journal
from tongxin.trades.cases import actions
from tongxin.trades.cases.flow import CASE
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.several import TOGETHER

TOGETHER_PAGE = reverse("cases:together")


def asked_for(*cases: Case) -> dict[str, list[str]]:
    return {"case": [case.number for case in cases]}


def step(name: str) -> str:
    return reverse("cases:together_step", args=[name])


def sent_back(page) -> dict:
    """What the browser sends along with the answers: which cases, as they were seen, and the key."""
    return {"seen": page.context["seen"], "client_key": page.context["form"]["client_key"].value()}


def numbers(left) -> list[tuple[str, str]]:
    return [(each.thing.number, str(each.reason)) for each in left]


def test_every_step_offered_together_is_one_of_the_table_and_asks_nothing_of_one_case_alone() -> None:
    asks = {ask.kind for name in TOGETHER for ask in CASE.step(name).asks if ask.required}
    assert asks == {"category", "choice", "long_text", "text", "units", "integer"}


def test_steps_are_offered_with_how_many_they_fit(walk, desk) -> None:
    reported, accepted = walk.report(), walk.case("accepted")
    page = desk.get(TOGETHER_PAGE, asked_for(reported, accepted))
    fits = {each["sorted"].step.name: len(each["sorted"].able) for each in page.context["steps"]}
    assert fits == {
        "accept": 1,
        "decline": 1,
        "merge": 2,
        "handle": 1,
        "whistle": 1,
        "reclassify": 2,
        "note": 2,
        "pause": 1,
        "ask_extension": 1,
    }
    where = accepted.place.full_name
    assert page.text.count(f"<small>{where} · Reported</small>") == 1
    assert page.text.count(f"<small>{where} · Accepted</small>") == 1


def test_it_is_done_where_it_can_be_and_said_why_not_where_it_cannot(walk, desk) -> None:
    first, second, moved, over = walk.report(), walk.report(), walk.report(), walk.case("accepted")
    form = desk.get(step("accept"), asked_for(first, second, moved, over))
    assert numbers(form.context["left"]) == [
        (over.number, "It now stands at “Accepted”, where this can not be done.")
    ]
    actions.reclassify(moved, by=walk.street, category=walk.category, urgency="urgent")
    answers = {"category": walk.category.pk, "urgency": "normal", **sent_back(form)}
    page = desk.post(step("accept"), answers)
    assert [case.number for case in page.context["done"]] == [first.number, second.number]
    assert numbers(page.context["left"]) == [
        (moved.number, "Someone else has just moved this on. Please look again before you decide.")
    ]
    assert list(Case.objects.order_by("pk").values_list("state", flat=True)) == [
        "accepted",
        "accepted",
        "reported",
        "accepted",
    ]


def test_sent_twice_it_is_done_once(walk, desk) -> None:
    cases = walk.report(), walk.report()
    answers = {"text": "已电话联系", **sent_back(desk.get(step("note"), asked_for(*cases)))}
    pages = [desk.post(step("note"), answers) for _each in range(2)]
    assert [len(page.context["done"]) for page in pages] == [2, 2]
    assert Journal.objects.filter(step="note").count() == 2


def test_a_duplicate_is_not_joined_to_itself_but_the_others_are(walk, desk) -> None:
    into, *others = walk.report(), walk.report(), walk.report()
    answers = {"into": into.number, **sent_back(desk.get(step("merge"), asked_for(into, *others)))}
    page = desk.post(step("merge"), answers)
    assert ({case.pk for case in page.context["done"]}, [each.thing for each in page.context["left"]]) == (
        {case.pk for case in others},
        [into],
    )


def test_what_is_missing_is_said_at_the_field_and_nothing_is_done(walk, desk) -> None:
    case = walk.report()
    answers = sent_back(desk.get(step("decline"), asked_for(case)))
    page = desk.post(step("decline"), {**answers, "reason": "  "})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["reason"])
    assert page.context["seen"] == [f"{case.number}:{case.version}"]
    case.refresh_from_db()
    assert case.state == "reported"


def test_cases_next_door_are_not_there(walk, desk, sign_in) -> None:
    case = walk.report()
    neighbour = sign_in(walk.cast.b.community_worker)
    assert neighbour.get(TOGETHER_PAGE, asked_for(case)).context["cases"] == []
    neighbour.post(
        step("decline"), {"seen": [f"{case.number}:1"], "reason": "不归我们", "client_key": "k" * 32}
    )
    case.refresh_from_db()
    assert case.state == "reported"


@pytest.mark.parametrize("name", ["verify", "call_back", "publish", "lapse", "nothing"])
def test_what_needs_a_look_at_each_is_not_done_together(walk, desk, name) -> None:
    case = walk.report()
    assert desk.get(step(name), asked_for(case)).status_code == 404
    assert desk.post(step(name), {"seen": f"{case.number}:1"}).status_code == 404


@pytest.mark.parametrize("given", [[], ["x", "\0", "9" * 400], ["999999999"]])
def test_any_choice_is_a_page(walk, desk, given) -> None:
    assert desk.get(TOGETHER_PAGE, {"case": given}).status_code == 200
    assert desk.get(step("accept"), {"case": given}).status_code == 200
    assert desk.post(step("accept"), {"seen": [f"{each}:x" for each in given]}).status_code == 200


def test_a_hundred_at_most_and_the_pages_cost_the_same(walk, desk, asked) -> None:
    cases = many(walk, 105)

    def costs(some: list[Case]) -> list[int]:
        query = "?" + "&".join(f"case={case.number}" for case in some)
        return [asked(desk, TOGETHER_PAGE + query), asked(desk, step("note") + query)]

    few, all_of_them = costs(cases[:2]), costs(cases)
    assert (few, max(few) <= 12) == (all_of_them, True)
    assert len(desk.get(TOGETHER_PAGE, asked_for(*cases)).context["cases"]) == 100


def test_only_who_works_on_cases_may_tick_them(walk, desk, sign_in) -> None:
    walk.report()
    queue = reverse("cases:queue")
    ticks = 'name="case"'
    assert ticks in desk.get(queue).content.decode()
    auditor = sign_in(walk.cast.a.auditor)
    assert ticks not in auditor.get(queue, {"view": "open"}).content.decode()
    assert auditor.get(TOGETHER_PAGE).status_code == 403
