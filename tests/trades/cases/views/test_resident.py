"""The resident's pages: one report however often it is sent, and a case that opens for its reporter alone."""

import re

import pytest
from django.core import signing
from django.template.loader import render_to_string
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from tests.picture import street_at_dusk as jpeg
from tests.trades.cases.views.conftest import status
from tests.trades.cases.views.writing import REPORT, begun, sent
from tongxin.engine.tickets import codes, following
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory.actions import issue_code, revoke_code
from tongxin.trades.cases import actions
from tongxin.trades.cases.flow import CASE
from tongxin.trades.cases.models import Case, Draft
from tongxin.trades.cases.views.held import CASES

HELD = CASES.cookies[0]


def tracked(case: Case) -> str:
    return reverse("cases:tracked", args=[case.number])


@pytest.mark.parametrize("state", [state.name for state in CASE.states])
def test_every_state_is_one_sentence_for_the_resident(state) -> None:
    said = render_to_string("cases/resident/_state.html", {"case": Case(state=state, due_at=timezone.now())})
    assert said.strip() != ""


def test_a_plate_leads_to_the_form_of_its_place(walk, stranger) -> None:
    code = issue_code(walk.cast.a.door, by=SYSTEM).code
    page = stranger.get(reverse("cases:place", args=[code.lower()]))
    assert f'href="{REPORT}?at={code}"' in page.content.decode()
    assert stranger.get(f"{REPORT}?at={code}").context["place"] == walk.cast.a.door


def test_a_revoked_plate_says_what_to_do(walk, stranger) -> None:
    code = issue_code(walk.cast.a.door, by=SYSTEM)
    revoke_code(code, reason="换牌", by=SYSTEM)
    page = stranger.get(reverse("cases:place", args=[code.code]))
    assert page.status_code == 404
    assert f'href="{REPORT}"' in page.content.decode()


def test_a_neighbour_reads_what_goes_on_and_not_what_was_said(walk, stranger) -> None:
    walk.case("accepted")
    code = issue_code(walk.cast.a.door, by=SYSTEM).code
    text = stranger.get(reverse("cases:place", args=[code])).content.decode()
    assert walk.category.name_en in text
    assert "停车位被占用" not in text and "王" not in text
    assert 'href="tel:0632-1234567"' in text


def test_in_large_letters_the_place_comes_with_its_own_telephone_first(walk, stranger) -> None:
    """The number of whoever answers there, not the general one; what is secondary is folded away."""
    code = issue_code(walk.cast.a.door, by=SYSTEM).code
    stranger.cookies["elder"] = "1"
    main = stranger.get(reverse("cases:place", args=[code])).content.decode().split("<main", 1)[1]
    assert (
        re.search(r"<(?:a|h1|p|button)\b[^>]*>", main).group() == '<a class="phone" href="tel:0632-1234567">'
    )
    assert re.findall(r'<details class="fold" id="(\w+)"', main) == ["around", "who"]


def test_the_page_after_sending_shows_number_and_code(walk, stranger) -> None:
    sent(stranger, begun(stranger, walk.cast.a.door))
    case = Case.objects.get()
    page = stranger.get(reverse("cases:sent")).content.decode()
    assert (str(case) in page, codes.grouped(codes.code_for(case.client_key)) in page) == (True, True)
    assert stranger.get(tracked(case)).status_code == 200


def test_another_text_under_the_same_key_is_kept_and_can_be_sent(walk, stranger) -> None:
    draft = begun(stranger, walk.cast.a.door, text="还有一件：井盖松了")
    walk.report("路灯不亮", client_key=Draft.objects.get().client_key)
    page = sent(stranger, draft)
    assert (page.status_code, Case.objects.count()) == (422, 1)
    assert "井盖松了" in page.content.decode()
    assert sent(stranger, draft).status_code == 302
    assert Case.objects.count() == 2


def test_what_is_alike_is_shown_without_its_text(walk, stranger) -> None:
    walk.case("accepted")
    near = {"place": str(walk.cast.a.door.pk), "text": "楼下停车位被占用了"}
    fragment = stranger.post(reverse("cases:like_this"), near).content.decode()
    draft = begun(stranger, walk.cast.a.door, text=near["text"])
    checked = stranger.post(draft, near | {"check": "1"})
    for text in (fragment, checked.content.decode()):
        assert walk.category.name_en in text
        assert "进不了车库" not in text
    assert (checked.status_code, Case.objects.count()) == (200, 1)
    assert near["text"] in checked.content.decode()


@pytest.mark.parametrize("name", ["tracked", "resident_step"])
def test_a_case_opens_for_its_reporter_alone(walk, stranger, reporter_of, name) -> None:
    case, other = walk.report(), walk.report("另一件事")
    address = reverse(f"cases:{name}", args=[case.number, "supply"][: 1 if name == "tracked" else 2])
    assert stranger.get(address).status_code == 404
    assert reporter_of(other).get(address).status_code == 404
    assert reporter_of(case).get(address).status_code == 200


def test_a_wrong_code_says_no_more_than_that_they_do_not_fit(walk, stranger) -> None:
    case = walk.report()
    track = reverse("cases:track")
    wrong = stranger.post(track, {"number": case.number, "code": "22222222"})
    nowhere = stranger.post(track, {"number": "352014887", "code": "22222222"})
    assert [wrong.status_code, nowhere.status_code] == [422, 422]
    assert wrong.context["form"].non_field_errors() == nowhere.context["form"].non_field_errors()
    assert case.number in wrong.content.decode()


def cookie(value: str, salt: str = HELD) -> str:
    return signing.get_cookie_signer(salt=HELD + salt).sign(value)


@pytest.mark.parametrize("forged", ["{pk}", "{pk}:x:y", "", ":::", "\u00b2", "{pk}.{pk}:1:2"])
def test_a_forged_cookie_opens_nothing(walk, stranger, forged) -> None:
    case = walk.report()
    stranger.cookies[HELD] = forged.format(pk=case.pk)
    assert stranger.get(tracked(case)).status_code == 404
    assert stranger.get(reverse("cases:track")).status_code == 200


def test_a_cookie_signed_with_another_key_or_for_another_use_opens_nothing(walk, stranger) -> None:
    case = walk.report()
    with override_settings(SECRET_KEY="x" * 50):
        of_another_key = cookie(str(case.pk))
    for value in (of_another_key, cookie(str(case.pk), salt="another")):
        stranger.cookies[HELD] = value
        assert stranger.get(tracked(case)).status_code == 404
    stranger.cookies[HELD] = cookie(str(case.pk))
    assert stranger.get(tracked(case)).status_code == 200


def test_a_cookie_ends_after_its_days(walk, reporter_of, monkeypatch) -> None:
    case = walk.report()
    browser = reporter_of(case)
    monkeypatch.setattr("tongxin.engine.tickets.following.KEPT_FOR", -following.KEPT_FOR)
    assert browser.get(tracked(case)).status_code == 404


def test_the_cookie_is_kept_from_scripts_and_can_be_forgotten(walk, reporter_of) -> None:
    case = walk.report()
    browser = reporter_of(case)
    assert browser.cookies[HELD]["httponly"] and browser.cookies[HELD]["samesite"] == "Lax"
    browser.post(reverse("cases:let_go"))
    assert browser.get(tracked(case)).status_code == 404


def test_a_joined_report_goes_on_in_the_other_and_tells_nothing_said_there(walk, reporter_of) -> None:
    into = walk.report("隔壁王家说的原话")
    case = actions.merge(walk.report("我说的话"), by=walk.desk, into=into.number)
    page = reporter_of(case).get(tracked(case)).content.decode()
    assert "我说的话" in page and "原话" not in page
    assert reporter_of(case).get(tracked(into)).status_code == 404


@pytest.mark.parametrize("step", ["accept", "decline", "whistle", "note", "verify"])
def test_steps_of_staff_are_not_the_residents(walk, reporter_of, step) -> None:
    case = walk.report()
    address = reverse("cases:resident_step", args=[case.number, step])
    assert reporter_of(case).post(address, {"text": "x"}).status_code == 404


def test_notes_between_colleagues_never_reach_the_resident(walk, reporter_of) -> None:
    case = walk.report()
    actions.note(case, by=walk.desk, text="这位居民常来")
    assert "常来" not in reporter_of(case).get(tracked(case)).content.decode()


def test_an_old_version_does_not_bring_notes_between_colleagues_to_the_resident(walk, reporter_of) -> None:
    case = walk.case("accepted")
    actions.whistle(case, by=walk.desk, units=[walk.cast.a.housing], note="住户情绪激动，先别提费用")
    asked = reverse("cases:resident_step", args=[case.number, "supply"])
    answer = reporter_of(case).post(asked, {"version": "1", "text": "车牌是鲁D开头的"}, follow=True)
    assert "情绪激动" not in answer.content.decode()
    assert case.supplements.count() == 1


def test_photos_open_for_who_may_see_them(walk, stranger, desk, sign_in, reporter_of) -> None:
    case, other = walk.report(photos=[jpeg()]), walk.report("另一件事")
    photo = case.attachments.get()
    address = reverse("cases:photo", args=[photo.name])
    kept = reporter_of(case).get(address)
    assert (kept.status_code, kept.headers["Content-Type"]) == (200, "image/webp")
    assert kept.headers["Cache-Control"].startswith("private")
    assert b"".join(kept.streaming_content)[8:12] == b"WEBP"
    assert status(desk, f"{address}?small") == 200
    shut_out = [stranger, reporter_of(other), sign_in(walk.cast.b.community_worker)]
    shut_out.append(sign_in(walk.cast.a.property_staff))
    assert [status(browser, address) for browser in shut_out] == [404] * 4
    actions.accept(case, by=walk.desk, category=walk.category, urgency="normal")
    actions.publish(case, by=walk.desk, public_text="车位前有障碍", shown=[photo.pk])
    assert status(stranger, address) == 200


@pytest.mark.parametrize("name", ["%00", "..%2f..%2fetc%2fpasswd", "x" * 300, "photo.webp"])
def test_no_other_file_is_reached_by_a_photo_address(walk, desk, name) -> None:
    assert desk.get(f"/photos/{name}").status_code == 404


def test_a_number_that_is_known_stands_in_the_form(stranger) -> None:
    page = stranger.get(reverse("cases:track"), {"number": "352014887"})
    assert (page.context["form"]["number"].value(), page.context["form"].errors) == ("352014887", {})
