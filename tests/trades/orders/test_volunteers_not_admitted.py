"""What somebody who was not admitted, or has left, reads and can do on a volunteer's pages."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.trades.orders.walking import NOW, Walk
from tongxin.ground.people.actions import register
from tongxin.ground.posts.actors import SYSTEM
from tongxin.trades.orders import actions, notices, ways_in
from tongxin.trades.orders.actors import volunteer_actor
from tongxin.trades.orders.models import Volunteer

OWN = "/volunteer"
PHONE = "0632-1234567"
REASON = "请先来社区坐坐"
SAID = {"skills": ["hair"], "most_open": "2"}
# What stands behind the doors, with what is sent there.
BEHIND = {
    "/volunteer/me": SAID,
    "/volunteer/me/rest": {},
    "/volunteer/me/renew": {},
    "/volunteer/calendar": {},
}


@pytest.fixture
def refused(walk: Walk) -> Volunteer:
    person = register(name="李志愿", phone="13900001234", place=walk.cast.a.door, invented=True, by=SYSTEM)
    volunteer = walk.joined(person=person)
    return actions.turn_down(volunteer, by=walk.desk, reason=REASON, now=NOW)


@pytest.fixture
def left(walk: Walk) -> Volunteer:
    volunteer = walk.volunteer()
    return actions.leave(volunteer, by=volunteer_actor(volunteer), now=NOW)


def doors(page) -> list[str]:
    """Which of a volunteer's pages this page leads to."""
    names = ("me", "hours", "calendar")
    return [name for name in names if f'href="{reverse(f"orders:{name}")}"' in page.content.decode()]


def test_by_link_and_by_card_who_was_not_admitted_reads_why_and_what_they_can_do(refused, client, subtests):
    card = {"number": refused.number, "code": ways_in.code_of(refused)}
    ways = {
        "link": (notices.link(refused, "the:self"), {"digits": "1234"}),
        "card": (reverse("orders:way_in"), card),
        "card, from a bookmark": (reverse("orders:way_in"), card | {"next": "/volunteer/calendar"}),
    }
    for way, (address, typed) in ways.items():
        with subtests.test(way=way):
            client.cookies.clear()
            page = client.post(address, typed, follow=True)
            assert page.redirect_chain[-1] == (OWN, 302)
            text = page.content.decode()
            wanted = (REASON, f'href="tel:{PHONE}"', f'href="{reverse("orders:join")}"')
            assert [each for each in wanted if each not in text] == []
            assert (doors(page), page.context["wanted"]) == ([], [])


def test_in_large_letters_the_communitys_telephone_stands_once_and_first(refused, let):
    client = let(refused)
    client.post("/preference", {"letters": "large", "next": OWN})
    text = client.get(OWN).content.decode()
    before_the_title, after_it = text.split("<h1>")
    assert [part.count(f'href="tel:{PHONE}"') for part in (before_the_title, after_it)] == [1, 0]


def test_who_has_left_keeps_the_door_to_their_hours_alone(left, let):
    page = let(left).get(OWN)
    assert doors(page) == ["hours"]
    assert f'href="tel:{PHONE}"' in page.content.decode()
    assert let(left).get("/volunteer/hours").status_code == 200


def test_an_active_volunteers_page_has_every_door_and_no_call_to_join(walk, let):
    page = let(walk.volunteer()).get(OWN)
    assert doors(page) == ["me", "hours", "calendar"]
    assert f'href="{reverse("orders:join")}"' not in page.content.decode()


@pytest.mark.parametrize("state", ["refused", "left"])
def test_what_is_behind_the_doors_leads_to_the_own_page_and_changes_nothing(state, request, let, subtests):
    volunteer = request.getfixturevalue(state)
    client = let(volunteer)
    kept = Volunteer.objects.filter(pk=volunteer.pk).values().get()
    for address, typed in BEHIND.items():
        with subtests.test(address=address):
            looked = client.get(address)
            assert (looked.status_code, looked.url) == (302, OWN)
            sent = client.post(address, typed)
            assert (sent.status_code, sent.url) == (302, OWN)
            assert [str(each) for each in get_messages(client.get(OWN).wsgi_request)] == [
                "没有改动。您现在的情况和可以怎么办，都写在下面。"
            ]
    assert Volunteer.objects.filter(pk=volunteer.pk).values().get() == kept


@pytest.mark.parametrize("state", ["refused", "left"])
def test_an_order_one_was_told_of_leads_to_the_own_page_and_is_not_taken(state, request, walk, let):
    client, order = let(request.getfixturevalue(state)), walk.order("open")
    page = reverse("orders:offered", args=[order.number])
    answers = [
        client.get(page),
        client.get(reverse("orders:contact", args=[order.number])),
        client.post(reverse("orders:volunteer_step", args=[order.number, "take"])),
    ]
    assert [(each.status_code, each.url) for each in answers] == [(302, OWN)] * 3
    assert order.engagements.count() == 0


def test_who_was_not_admitted_has_no_hours_page(refused, let):
    assert let(refused).get("/volunteer/hours").url == OWN


def test_an_organisation_that_left_calls_its_community_and_has_no_form_to_join_by(walk, let):
    volunteer = walk.volunteer(organization=walk.cast.a.housing)
    text = let(actions.leave(volunteer, by=walk.desk, now=NOW)).get(OWN).content.decode()
    found = [f'href="tel:{PHONE}"' in text, f'href="{reverse("orders:join")}"' in text]
    assert found == [True, False]


def test_the_page_of_who_was_not_admitted_stays_cheap(refused, let):
    client = let(refused)
    with CaptureQueriesContext(connection) as asked:
        client.get(OWN)
    assert len(asked) <= 12
