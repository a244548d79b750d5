"""What a summoned unit sees, by its account or by a signed link, and what it never sees."""

import pytest
from django.core import signing
from django.urls import reverse

from tests.picture import street_at_dusk as jpeg
from tests.trades.cases.views.conftest import status
from tongxin.ground.people.models import Look
from tongxin.trades.cases import actions
from tongxin.trades.cases.actions.intake import Contact
from tongxin.trades.cases.asking import NEXT
from tongxin.trades.cases.flow_summons import SUMMONS
from tongxin.trades.cases.links import SALT, token_for


def linked(summons, step: str = "") -> str:
    token = token_for(summons)
    return reverse("cases:linked_step", args=[token, step]) if step else reverse("cases:linked", args=[token])


def test_a_link_shows_the_task_and_not_who_reported(walk, stranger) -> None:
    case = walk.report("3号楼电梯坏了，请打13812345678找王小芳")
    actions.accept(case, by=walk.desk, category=walk.category, urgency="normal")
    summons, *_ = actions.whistle(case, by=walk.desk, units=[walk.cast.a.housing], note="请修")
    page = stranger.get(linked(summons))
    text = page.content.decode()
    assert "请修" in text and "13812345678" not in text and "13800001234" not in text
    assert "no-store" in page.headers["Cache-Control"]


def test_a_link_opens_its_own_summons_and_nothing_else(walk, stranger) -> None:
    first, second = walk.case("whistled").open_summonses()
    stranger.post(linked(first, "sign_in"))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("signed_in", "issued")
    assert stranger.get(reverse("cases:case", args=[first.number])).status_code in (302, 404)
    assert stranger.get(reverse("cases:summons", args=[second.pk])).status_code in (302, 404)
    assert stranger.post(linked(first, "call_off"), {"reason": "x"}).status_code == 403
    assert stranger.post(linked(first, "settle_answer")).status_code == 404


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "WzEsMF0:x:y", "W10:1:" + "x" * 40])
def test_a_forged_link_says_kindly_that_it_opens_nothing(walk, stranger, token) -> None:
    for address in (f"/u/{token}", f"/u/{token}/sign_in"):
        page = stranger.get(address)
        assert page.status_code == 404
        assert "This link" in page.content.decode()


def test_a_revoked_link_opens_nothing_any_more(walk, stranger) -> None:
    summons = walk.summons("signed_in")
    address, step = linked(summons), linked(summons, "answer")
    actions.call_off(summons, by=walk.desk, reason="不需要了")
    answers = [stranger.get(address), stranger.post(step)]
    assert [each.status_code for each in answers] == [404, 404]
    assert [str(NEXT["cancelled"]) in each.content.decode() for each in answers] == [True, True]


def test_a_link_ends_when_the_street_gives_it_to_another_and_says_so(walk, stranger) -> None:
    summons = walk.summons("at_street")
    address = linked(summons)
    assert stranger.get(address).status_code == 200
    actions.decide_release(summons, by=walk.street, reason="由物业办", unit=walk.cast.a.property_company)
    page = stranger.get(address)
    assert (page.status_code, str(NEXT["released"]) in page.content.decode()) == (404, True)


def test_a_link_says_when_the_answer_was_accepted(walk, stranger) -> None:
    case = walk.case("answered")
    address = linked(case.answered_summonses()[0])
    actions.verify(case, by=walk.desk)
    page = stranger.get(address)
    assert (page.status_code, str(NEXT["accepted"]) in page.content.decode()) == (404, True)


def test_a_link_of_an_earlier_round_says_only_that_it_opens_nothing(walk, stranger) -> None:
    """Who got it first may be somebody else by now: how it ended is told by the last link alone."""
    summons = walk.summons("signed_in")
    earlier = signing.dumps([summons.pk, summons.link_round - 1], salt=SALT)
    actions.call_off(summons, by=walk.desk, reason="不需要了")
    page = stranger.get(reverse("cases:linked", args=[earlier]))
    assert (page.status_code, str(NEXT["cancelled"]) in page.content.decode()) == (404, False)


def test_photos_come_with_the_link(walk, stranger) -> None:
    case = walk.report(photos=[jpeg()])
    actions.accept(case, by=walk.desk, category=walk.category, urgency="normal")
    summons, *_ = actions.whistle(case, by=walk.desk, units=[walk.cast.a.housing], note="请修")
    other = walk.report("另一件", photos=[jpeg()]).attachments.get()
    photo, token = case.attachments.get(), token_for(summons)
    address = reverse("cases:linked_photo", args=[token, photo.name])
    assert address in stranger.get(linked(summons)).content.decode()
    assert status(stranger, address) == 200
    assert stranger.get(reverse("cases:linked_photo", args=[token, other.name])).status_code == 404
    assert stranger.get(reverse("cases:linked_photo", args=["x", photo.name])).status_code == 404


def test_a_unit_sees_its_own_summonses_only(walk, sign_in) -> None:
    mine, theirs = walk.case("whistled").open_summonses()
    staff = sign_in(walk.cast.a.property_staff)
    listed = {glance.thing.pk for glance in staff.get(reverse("cases:summonses")).context["glances"]}
    assert listed == {mine.pk}
    assert staff.get(reverse("cases:summons", args=[mine.pk])).status_code == 200
    assert staff.get(reverse("cases:summons", args=[theirs.pk])).status_code == 404
    next_door = sign_in(walk.cast.b.property_staff)
    assert next_door.get(reverse("cases:summons", args=[mine.pk])).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("shares", [True, False])
def test_a_unit_may_call_only_who_agreed_and_it_is_written_down(walk, sign_in, stranger, shares) -> None:
    case = walk.report(contact=Contact("王小芳", "13800001234", shares))
    actions.accept(case, by=walk.desk, category=walk.category, urgency="normal")
    summons, *_ = actions.whistle(case, by=walk.desk, units=[walk.cast.a.housing], note="请修")
    by_account = reverse("cases:unit_reporter", args=[summons.pk])
    by_link = reverse("cases:linked_reporter", args=[token_for(summons)])
    for browser, address in [(sign_in(walk.cast.a.unit_staff), by_account), (stranger, by_link)]:
        page = browser.post(address, {"purpose": "call_back"})
        assert page.status_code == (200 if shares else 403)
        assert ("13800001234" in page.content.decode()) is shares
    assert Look.objects.count() == (2 if shares else 0)


def test_a_unit_reads_why_it_and_what_comes_next(walk, stranger) -> None:
    case = walk.case("accepted")
    units = [walk.cast.a.property_company, walk.cast.a.legal_office]
    by_duty, by_wish = actions.whistle(case, by=walk.desk, units=units, note="请处理")
    pages = [stranger.get(linked(each)).context for each in (by_duty, by_wish)]
    assert [str(page["why"]) for page in pages] == [
        f"because the duty catalogue gives “{walk.category.title}” to you",
        f"because {walk.desk.name} needs you for it",
    ]
    assert str(pages[0]["next"]).startswith("Please sign in first")
    done = stranger.post(linked(by_duty, "sign_in"), follow=True).content.decode()
    assert "Done: Sign in: we are on it. Please have a look on site and answer what was done." in done


def test_every_state_of_a_summons_says_what_comes_next() -> None:
    assert set(NEXT) == set(SUMMONS.state_by_name)


def test_a_dead_link_says_whom_to_call(db, stranger, settings) -> None:
    settings.TONGXIN_PHONE = "0632-1234567"
    assert "0632-1234567" in stranger.get("/u/x").content.decode()
