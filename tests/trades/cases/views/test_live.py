"""Two at one case: the difference, what was written, and the question whether it has moved."""

import pytest
from django.urls import reverse

from tongxin.trades.cases import actions
from tongxin.trades.cases.models import Case


def step(case: Case, name: str) -> str:
    return reverse("cases:step", args=[case.number, name])


def pulse(case: Case) -> str:
    return reverse("cases:pulse", args=[case.number])


def known(page) -> dict[str, str]:
    form = page.context["tried"].form
    return {name: form[name].value() for name in ("version", "client_key")}


def entries(page) -> list[tuple[str, str]]:
    return [(moment.title, moment.note) for moment in page.context["changes"]]


def test_the_difference_says_who_did_what_and_how_it_was_before(walk, desk) -> None:
    case = walk.case("accepted")
    form = known(desk.get(step(case, "handle")))
    actions.reclassify(case, by=walk.street, category=walk.category, urgency="urgent")
    actions.supply(case, by=walk.resident_of(case), text="又来了一辆")
    page = desk.post(step(case, "handle"), {**form, "note": "我们去看看"})
    assert page.status_code == 409
    assert entries(page) == [
        ("Change category or urgency", "Urgency: Normal → Urgent"),
        ("Add something", ""),
    ]
    assert [moment.who for moment in page.context["changes"]] == [walk.street.name, "the resident"]
    text = page.content.decode()
    assert "我们去看看" in text and "Handle it ourselves, all the same" in text and "又来了一辆" not in text
    again = desk.post(step(case, "handle"), {**known(page), "note": "我们去看看"})
    case.refresh_from_db()
    assert (again.status_code, case.state) == (302, "handling")


def test_a_step_that_is_over_says_so_and_gives_back_what_was_written(walk, desk) -> None:
    case = walk.report()
    form = known(desk.get(step(case, "decline")))
    actions.accept(case, by=walk.street, category=walk.category, urgency="normal")
    page = desk.post(step(case, "decline"), {**form, "reason": "这件事归隔壁管"})
    assert (page.status_code, entries(page)) == (
        409,
        [("Accept → Accepted", "Category: Parking in the estate\nUrgency: Normal")],
    )
    text = page.content.decode()
    assert "where this can not be done" in text and "这件事归隔壁管" in text
    assert 'name="reason"' not in text


def test_what_was_written_is_given_back_without_a_version_too(walk, desk) -> None:
    case = walk.case("accepted")
    page = desk.post(step(case, "decline"), {"reason": "这件事归隔壁管"})
    assert (page.status_code, page.context["written"]) == (409, [("Reason", "这件事归隔壁管")])


def test_an_open_case_hears_of_every_step_once(walk, desk) -> None:
    case = walk.case("whistled")
    mark = desk.get(reverse("cases:case", args=[case.number])).context["mark"]

    def ask(known: str):
        return desk.get(pulse(case), headers={"If-None-Match": known})

    quiet = ask(f'"{mark}"')
    assert (quiet.status_code, quiet.content, quiet.headers["ETag"]) == (304, b"", f'"{mark}"')
    actions.sign_in(case.open_summonses()[0], by=walk.property)
    moved = ask(f'"{mark}"')
    assert (moved.status_code, moved.json()) == (
        200,
        {"version": case.version, "said": f"Sign in: we are on it · {walk.property.name}"},
    )
    assert ask(moved.headers["ETag"]).status_code == 304
    actions.supply(case, by=walk.resident_of(case), text="又来了")
    assert ask(moved.headers["ETag"]).json()["said"] == "Add something · the resident"


def test_the_mark_of_every_page_is_the_mark_that_is_asked_for(walk, desk) -> None:
    for state in ("reported", "accepted", "whistled", "closed"):
        case = walk.case(state)
        mark = desk.get(reverse("cases:case", args=[case.number])).context["mark"]
        assert desk.get(pulse(case), headers={"If-None-Match": f'"{mark}"'}).status_code == 304


def test_asking_is_cheap(walk, desk, asked, django_assert_num_queries) -> None:
    case = walk.case("whistled")
    mark = desk.get(reverse("cases:case", args=[case.number])).context["mark"]
    with django_assert_num_queries(4):  # session, account, posts, the case
        desk.get(pulse(case), headers={"If-None-Match": f'"{mark}"'})
    assert asked(desk, pulse(case)) == 6


def test_nobody_next_door_hears_anything(walk, sign_in, stranger) -> None:
    case = walk.report()
    assert sign_in(walk.cast.b.community_worker).get(pulse(case)).status_code == 404
    assert sign_in(walk.cast.a.unit_staff).get(pulse(case)).status_code == 404
    assert stranger.get(pulse(case)).status_code == 302


@pytest.mark.parametrize("number", ["x", "0", "999999999"])
def test_no_case_of_that_number(walk, desk, number) -> None:
    assert desk.get(reverse("cases:pulse", args=[number])).status_code == 404


def test_a_page_that_asks_by_itself_keeps_no_session_alive(walk, desk, settings, monkeypatch) -> None:
    case = walk.report()
    hour = [1_000_000_000]
    monkeypatch.setattr("tongxin.ground.people.sessions.time.time", lambda: hour[0])
    assert desk.get(pulse(case)).status_code == 200
    for _minute in range(settings.TONGXIN_SESSION_IDLE):
        hour[0] += 60
        last = desk.get(pulse(case), headers={"X-Unattended": "yes"})
    assert last.status_code == 302
