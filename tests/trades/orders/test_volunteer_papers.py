"""What a volunteer keeps and says: hours, certificates, the calendar, whom to call, oneself."""

from datetime import date, time

import pytest
import time_machine
from icalendar import Calendar

from tests.trades.orders.walking import AT, DAY, NOW, Walk
from tongxin.ground.people.models import Look
from tongxin.trades.orders import actions, ways_in
from tongxin.trades.orders.actors import volunteer_actor
from tongxin.trades.orders.models import Certificate, Volunteer
from tongxin.trades.orders.selectors.hours import ledger

SAID = {"skills": ["hair"], "interests": ["haircut"], "tongues": ["dialect"], "most_open": "2"}


BEFORE = "您重新报名以前做过的也在里面。"


@pytest.fixture
def walk(cast):
    with time_machine.travel(AT + 2 * DAY, tick=False):
        yield Walk(cast)


def done_by(order):
    return order.engagements.get().volunteer


def test_the_ledger_tells_confirmed_hours_from_those_that_wait(walk, let):
    order = walk.order("closed")
    volunteer = done_by(order)
    second = walk.order("open", requester=walk.person())
    actions.take(second, by=volunteer_actor(volunteer), now=NOW)
    actions.schedule(second, by=volunteer_actor(volunteer), starts_at=AT, now=NOW)
    actions.finish(second, by=volunteer_actor(volunteer), note="送到", minutes=30, now=AT)
    page = let(volunteer).get("/volunteer/hours")
    assert [(p.order, p.minutes, p.confirmed_minutes) for p in page.context["parts"]] == [
        (order, 50, 50),
        (second, 30, None),
    ]
    assert page.context["confirmed"] == 50 / 60


def test_a_certificate_is_made_printed_and_verified_by_anybody(walk, client, let):
    volunteer = done_by(walk.order("closed"))
    let(volunteer)
    made = client.post("/volunteer/hours", {"since": "2026-11-01", "until": "2026-11-30"})
    paper = Certificate.objects.get()
    assert (made.status_code, made.url) == (302, f"/volunteer/hours/{paper.code}")
    printed = client.get(made.url).content.decode()
    assert "50 分钟" in printed
    client.cookies.clear()
    asked = client.get("/v", {"code": f" {paper.code[:4].lower()} {paper.code[4:]}"})
    assert asked.url == f"/v/{paper.code}"
    verified = client.get(asked.url)
    assert (verified.status_code, verified.context["paper"]) == (200, paper)
    actions.withdraw_certificate(paper, by=walk.desk, reason="重复")
    assert "这张证明已作废" in client.get(asked.url).content.decode()
    assert client.get("/v/" + "A" * 12).status_code == 404
    assert client.get("/v", {"code": "短"}).status_code == 422


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        ("2026-11-30", "2026-11-01", "until"),
        ("2026-01-01", "2026-01-31", "since"),
        ("", "2026-11-01", "since"),
    ],
)
def test_a_certificate_of_no_hours_gets_a_sentence_at_the_field(walk, let, since, until, field):
    volunteer = done_by(walk.order("closed"))
    page = let(volunteer).post("/volunteer/hours", {"since": since, "until": until})
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert page.context["form"]["until"].value() == until


def test_a_certificate_is_printed_by_whose_hours_they_are(walk, let):
    volunteer = done_by(walk.order("closed"))
    paper = actions.certify(
        volunteer, by=volunteer_actor(volunteer), since=date(2026, 11, 1), until=date(2026, 11, 30)
    )
    assert let(walk.volunteer()).get(f"/volunteer/hours/{paper.code}").status_code == 404


def test_the_calendar_has_what_and_when_and_nobody(walk, client, let):
    order = walk.order("scheduled", address_note="三楼东户", text="钥匙在邻居家")
    volunteer = order.engaged()[0].volunteer
    let(volunteer)
    assert client.get("/volunteer/calendar").context["address"] == ""
    client.post("/volunteer/calendar")
    address = client.get("/volunteer/calendar").context["address"]
    client.cookies.clear()
    path = address[address.index("/calendar/") :]
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event.decoded("dtstart"), event["summary"], event["location"]) == (AT, order.title, "天安社区")
    private = ("王小芳", "13800001234", "三楼东户", "钥匙", "3号楼")
    text = answer.content.decode().replace("\r\n ", "")
    assert [word for word in private if word in text] == []


def test_a_calendars_address_is_changed_and_taken_away(walk, client, let):
    volunteer = walk.volunteer()
    let(volunteer)
    paths = []
    for _each in range(2):
        client.post("/volunteer/calendar")
        volunteer.refresh_from_db()
        paths.append(f"/calendar/{volunteer.calendar_key}.ics")
    assert [client.get(path).status_code for path in paths] == [404, 200]
    client.post("/volunteer/calendar", {"close": "1"})
    assert client.get(paths[1]).status_code == 404
    actions.open_calendar(volunteer, by=volunteer_actor(volunteer))
    actions.leave(volunteer, by=volunteer_actor(volunteer))
    assert Volunteer.objects.get(pk=volunteer.pk).calendar_key is None


def test_whom_to_call_is_shown_to_who_took_it_and_written_down(walk, client, let):
    order = walk.order("taken")
    volunteer, page = order.engaged()[0].volunteer, f"/volunteer/orders/{order.number}/contact"
    let(volunteer)
    assert "王小芳" not in client.get(page).content.decode()
    assert Look.objects.count() == 0
    assert "王小芳" in client.post(page).content.decode()
    look = Look.objects.get()
    assert (look.actor_key, look.purpose, look.parts) == (
        f"volunteer:{volunteer.pk}",
        "call_back",
        "name phone",
    )


@pytest.mark.parametrize("state", ["open", "dispatched", "done"])
def test_whom_to_call_is_shown_to_nobody_else_and_no_longer_than_needed(walk, client, let, state):
    order = walk.order(state)
    part = order.engagements.first()
    let(part.volunteer if part else walk.volunteer())
    assert client.post(f"/volunteer/orders/{order.number}/contact").status_code == 404
    assert Look.objects.count() == 0


def test_a_volunteer_says_what_they_can_and_when(walk, client, let):
    volunteer = walk.volunteer(hours=[(6, time(9), time(11, 30))])
    let(volunteer)
    shown = client.get("/volunteer/me").context["form"]
    assert shown["hours"].value() == ["6 09:00 11:30"]
    assert len(shown.fields["hours"].choices) == 7 * 3 + 1
    said = SAID | {"hours": ["1 08:00 12:00", "6 09:00 11:30"], "own_day": "7"}
    said |= {"own_since": "10:00", "own_until": "11:00", "another-place": str(walk.cast.a.other_community.pk)}
    assert client.post("/volunteer/me", said).url == "/volunteer/me"
    volunteer.refresh_from_db()
    times = [(each.weekday, each.since, each.until) for each in volunteer.hours.all()]
    assert times == [(1, time(8), time(12)), (6, time(9), time(11, 30)), (7, time(10), time(11))]
    assert (volunteer.skills, volunteer.most_open) == (["hair"], 2)
    assert list(volunteer.places.all()) == [walk.cast.a.other_community]
    kept = SAID | {"places": [str(walk.cast.a.other_community.pk)]}
    client.post("/volunteer/me", kept)
    assert (volunteer.hours.count(), volunteer.places.count()) == (0, 1)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"skills": ["flying"]}, "skills"),
        ({"interests": ["flying"]}, "interests"),
        ({"tongues": ["latin"]}, "tongues"),
        ({"most_open": "11"}, "most_open"),
        ({"own_day": "1"}, "own_day"),
        ({"own_day": "1", "own_since": "12:00", "own_until": "11:00"}, "own_day"),
        ({"hours": ["1 08:00 12:00"], "own_day": "1", "own_since": "11:00", "own_until": "13:00"}, "own_day"),
        ({"hours": ["9 08:00 12:00"]}, "hours"),
        ({"another": "没有这个地方"}, "another"),
    ],
)
def test_bad_input_gets_a_sentence_at_its_field_and_is_kept(walk, client, let, more, field):
    volunteer = walk.volunteer()
    let(volunteer)
    page = client.post("/volunteer/me", SAID | more)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert page.context["form"]["tongues"].value() == (SAID | more)["tongues"]
    volunteer.refresh_from_db()
    assert volunteer.skills == []


def test_resting_coming_back_and_leaving(walk, client, let):
    volunteer = walk.volunteer()
    let(volunteer)
    for step, state in (("rest", "resting"), ("come_back", "active"), ("leave", "left")):
        assert client.post(f"/volunteer/me/{step}").status_code == 302
        volunteer.refresh_from_db()
        assert volunteer.state == state
    assert client.get("/volunteer").status_code == 302


def test_who_has_taken_something_reads_why_they_can_not_leave(walk, client, let):
    order = walk.order("taken")
    let(order.engaged()[0].volunteer)
    page = client.post("/volunteer/me/leave")
    assert page.status_code == 409
    assert order.engaged()[0].volunteer.state == "active"


def test_a_new_way_in_closes_every_device_but_this_one(walk, client, let):
    volunteer = walk.volunteer()
    before = ways_in.code_of(volunteer)
    other = type(client)()
    other.post("/volunteer/in", {"number": volunteer.number, "code": before})
    assert other.get("/volunteer").status_code == 200
    let(volunteer)
    assert client.post("/volunteer/me/renew").url == "/volunteer"
    page = client.get("/volunteer")
    volunteer.refresh_from_db()
    code = ways_in.code_of(volunteer)
    assert f"{code[:4]} {code[4:]}" in page.content.decode()
    assert (other.get("/volunteer").status_code, code == before) == (302, False)


def test_who_joined_again_has_the_hours_and_papers_of_before_and_says_so(walk, client, let):
    before = walk.volunteer()
    order = walk.done_by(before)
    november = {"since": date(2026, 11, 1), "until": date(2026, 11, 30)}
    old = actions.certify(before, by=volunteer_actor(before), **november)
    actions.leave(before, by=volunteer_actor(before), now=AT + 2 * DAY)
    again = walk.volunteer(person=before.person)
    second = walk.done_by(again)
    page = let(again).get("/volunteer/hours")
    assert [part.order for part in page.context["parts"]] == [second, order]
    assert (page.context["confirmed"], list(page.context["papers"])) == (100 / 60, [old])
    assert BEFORE in page.content.decode()
    assert client.get(f"/volunteer/hours/{old.code}").context["paper"] == old
    paper = actions.certify(again, by=volunteer_actor(again), **november)
    assert (paper.volunteer, paper.orders, paper.minutes) == (again, 2, 100)


def test_an_organisation_that_joined_again_has_its_hours_of_before(walk):
    housing, staff = walk.cast.a.housing, walk.cast.actor(walk.cast.a.unit_staff)
    before = walk.volunteer(organization=housing)
    order = walk.done_by(before)
    actions.leave(before, by=staff, now=AT + 2 * DAY)
    assert [part.order for part in ledger(walk.volunteer(organization=housing))] == [order]


def test_hours_are_of_who_did_them_and_of_nobody_else(walk, let):
    volunteer, other = walk.volunteer(), walk.volunteer()
    walk.done_by(volunteer)
    shown = {each: let(each).get("/volunteer/hours").context for each in (volunteer, other)}
    told = {each: (len(page["parts"]), page["before"]) for each, page in shown.items()}
    assert told == {volunteer: (1, False), other: (0, False)}
