"""A volunteer leaves and is erased at once: what goes, what stays, what has to be over before."""

import pytest
from django.urls import reverse

from tests.trades.orders.views.writing import english
from tests.trades.orders.walking import AT, DAY, NOW
from tongxin.engine.flows.refusals import NotNow, NotYours
from tongxin.ground.people import actions as people
from tongxin.ground.people.models import Account, Person
from tongxin.trades.orders import actions
from tongxin.trades.orders.actors import volunteer_actor
from tongxin.trades.orders.models import Engagement, Volunteer
from tongxin.trades.orders.selectors import verify
from tongxin.trades.orders.selectors.hours import ledger

ERASE = "/volunteer/me/erase"


@pytest.fixture
def volunteer(walk):
    person = people.register(name="李志愿", phone="13912345678", place=walk.cast.a.door, by=walk.desk)
    return walk.volunteer("law", person=person, skills=["hair"], interests=["errands"])


def erase(volunteer):
    return actions.erase_now(volunteer, by=volunteer_actor(volunteer), now=AT + 3 * DAY)


def test_everything_about_the_person_goes_and_confirmed_hours_stay(walk, volunteer):
    order = walk.done_by(volunteer)
    paper = actions.certify(
        volunteer, by=volunteer_actor(volunteer), since=NOW.date(), until=(AT + DAY).date()
    )
    erase(volunteer)
    gone, kept = Person.objects.get(pk=volunteer.person_id), Volunteer.objects.get(pk=volunteer.pk)
    assert (gone.erased_reason, gone.phone_mask, gone.name_mask, gone.born) == ("request", "", "", None)
    assert (kept.state, kept.skills, kept.interests, kept.home) == ("left", [], [], walk.cast.a.community)
    assert kept.home_path == walk.cast.a.community.path
    assert list(kept.proofs.values_list("document", flat=True)) == [""]
    assert order.engagements.get().confirmed_minutes == 50
    assert (verify(paper.code).minutes, "李" in str(verify(paper.code).volunteer.told)) == (50, False)


def test_what_is_on_hand_goes_back_first_and_what_is_asked_is_declined(walk, volunteer):
    by = volunteer_actor(volunteer)
    taken, asked, swapped = walk.order("open"), walk.order("accepted", requester=walk.person()), None
    actions.take(taken, by=by, now=NOW)
    actions.dispatch(asked, by=walk.desk, volunteers=[volunteer], now=NOW)
    swapped = walk.order("taken", requester=walk.person())
    actions.swap(swapped, by=walk.taker(swapped), number=volunteer.number, now=NOW)
    erase(volunteer)
    for order in (taken, asked, swapped):
        order.refresh_from_db()
    assert [order.state for order in (taken, asked, swapped)] == ["open", "accepted", "taken"]
    ended = Engagement.objects.filter(volunteer=volunteer).order_by("pk")
    assert [part.ending for part in ended] == ["handed_back", "declined", "declined"]


def test_an_order_of_their_own_or_an_account_holds_it_up_and_nothing_is_done(walk, volunteer):
    by = volunteer_actor(volunteer)
    taken = walk.order("open")
    actions.take(taken, by=by, now=NOW)
    own = walk.place(requester=volunteer.person)
    account = Account.objects.create(username="hand", person=walk.person(), password="none")
    for each in (volunteer, walk.volunteer(person=account.person)):
        with pytest.raises(NotNow):
            erase(each)
    taken.refresh_from_db()
    volunteer.refresh_from_db()
    assert (taken.state, volunteer.state) == ("taken", "active")
    actions.cancel(own, by=walk.orderer(own), now=NOW)
    erase(volunteer)
    assert volunteer.state == "left"


def test_who_is_in_the_register_of_residents_asks_the_community_and_who_serves_here_need_not(walk):
    resident, serving = (walk.volunteer(person=walk.person(kind=kind)) for kind in ("resident", "worker"))
    with pytest.raises(NotNow):
        erase(resident)
    erase(serving)
    assert Person.objects.get(pk=serving.person_id).erased_at is not None


def test_nobody_else_has_somebody_erased(walk, volunteer):
    for by in (walk.desk, volunteer_actor(walk.volunteer())):
        with pytest.raises(NotYours):
            actions.erase_now(volunteer, by=by)
    unit = walk.volunteer(organization=walk.cast.a.housing)
    with pytest.raises(NotYours):
        actions.erase_now(unit, by=walk.cast.actor(walk.cast.a.unit_staff))


def test_who_joins_again_is_somebody_new(walk, volunteer):
    walk.done_by(volunteer)
    erase(volunteer)
    person = people.register(name="李志愿", phone="13912345678", place=walk.cast.a.door, by=walk.desk)
    assert (person.pk == volunteer.person_id, ledger(walk.volunteer(person=person))) == (False, [])


def test_the_page_says_before_what_goes_and_what_stays_and_asks_for_the_digits(walk, volunteer, let):
    walk.done_by(volunteer)
    actions.take(walk.order("open", requester=walk.person()), by=volunteer_actor(volunteer), now=NOW)
    browser = let(volunteer)
    assert ERASE in browser.get("/volunteer/me").content.decode()
    page = browser.get(ERASE, headers={"accept-language": "en"}).content.decode()
    said = ("The 0.8 hours of 1 visit, without a name", "First the order you are asked for or have taken")
    assert [words for words in said if words not in page] == []
    for typed in ("", "0000"):
        wrong = browser.post(ERASE, {"digits": typed})
        assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["digits"])
    volunteer.refresh_from_db()
    assert volunteer.state == "active"
    assert browser.post(ERASE, {"digits": "5678"}).url == reverse("orders:erased")
    assert browser.get("/volunteer").url.startswith(reverse("orders:way_in"))
    assert english().get(reverse("orders:erased")).status_code == 200
    assert Person.objects.get(pk=volunteer.person_id).erased_at is not None


def test_the_page_says_what_has_to_be_over_first(walk, volunteer, let):
    walk.place(requester=volunteer.person)
    browser = let(volunteer)
    page = browser.get(ERASE)
    assert [str(noun) for noun in page.context["needed"]] == ["点单"]
    assert browser.post(ERASE, {"digits": "5678"}).status_code == 409
    volunteer.refresh_from_db()
    assert volunteer.state == "active"


def test_digits_are_tried_ten_times_a_day(walk, volunteer, let):
    browser = let(volunteer)
    for _each in range(10):
        browser.post(ERASE, {"digits": "0000"})
    assert browser.post(ERASE, {"digits": "5678"}).status_code == 422
