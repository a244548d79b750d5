"""A report page by page: nothing that was said or shown is lost, nobody else reads it, it is one case."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.trades.cases.views.conftest import english, status
from tests.trades.cases.views.writing import REPORT, begun, hidden, photo, sent
from tongxin.engine.flows.models import Journal
from tongxin.ground.people.selectors import text_in_force
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory.actions import issue_code, revoke_code
from tongxin.trades.cases import actions
from tongxin.trades.cases.drafts import Said
from tongxin.trades.cases.models import Attachment, Case, Draft, DraftPhoto
from tongxin.trades.cases.photos import SHELF
from tongxin.trades.cases.views import drafted


def shown(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


def test_four_questions_make_one_case(walk, stranger) -> None:
    code = issue_code(walk.cast.a.door, by=SYSTEM).code
    first = hidden(stranger.get(REPORT, {"at": code})) | {"text": "路灯不亮", "photos": photo()}
    where = stranger.post(REPORT, first).url
    reach = stranger.post(where, {"address_note": "东门"}).url
    assert text_in_force("report").body_en in unescape(shown(stranger, reach))
    check = stranger.post(reach, {"name": "王小芳", "phone": "13800001234", "shares": "on"}).url
    page = shown(stranger, check)
    assert [word in page for word in ("路灯不亮", "东门", "王小芳", "13800001234")] == [True] * 4
    assert stranger.post(check, {"send": "1"}).url == reverse("cases:sent")
    case = Case.objects.get()
    kept = case.place, case.text, case.address_note, case.channel, case.reporter_shares
    assert kept == (walk.cast.a.door, "路灯不亮", "东门", "place_code", True)
    assert case.client_key == first["client_key"]
    assert SHELF.path(case.attachments.get().name).exists()
    assert shown(stranger, reverse("cases:tracked", args=[case.number]))


def test_sent_twice_is_one_case_and_every_page_leads_to_its_number(walk, stranger) -> None:
    draft = begun(stranger, walk.cast.a.door)
    answers = [sent(stranger, draft) for _each in range(2)]
    assert [answer.url for answer in answers] == [reverse("cases:sent")] * 2
    assert [stranger.get(f"{draft}{page}").url for page in ("", "/where", "/reach", "/check")] == [
        reverse("cases:sent")
    ] * 4
    assert Case.objects.count() == 1


def test_nothing_said_is_kept_after_sending(walk, stranger) -> None:
    draft = begun(stranger, walk.cast.a.door, photos=photo())
    sent(stranger, draft)
    kept = Draft.objects.get()
    assert (bool(kept.said), kept.place, DraftPhoto.objects.count()) == (False, None, 0)
    assert kept.case == Case.objects.get()


def test_what_is_said_lies_sealed(walk, stranger) -> None:
    begun(stranger, walk.cast.a.door, text="路灯不亮")
    with connection.cursor() as cursor:
        cursor.execute("select said, owner from cases_draft")
        said, owner = cursor.fetchone()
    assert "路灯".encode() not in bytes(said)
    assert stranger.cookies[drafted.COOKIE].value != owner


def test_photos_stay_when_the_words_are_missing(walk, stranger) -> None:
    first = hidden(stranger.get(REPORT, {"place": walk.cast.a.door.pk}))
    page = stranger.post(REPORT, first | {"text": "", "photos": photo()})
    kept = DraftPhoto.objects.get()
    assert (page.status_code, list(page.context["photos"])) == (422, [kept])
    assert page.context["form"].errors.keys() == {"text"}
    again = stranger.post(page.context["action"], first | {"text": "门禁坏了"})
    assert (again.status_code, Draft.objects.count()) == (302, 1)


def test_words_and_good_photos_stay_when_a_file_is_no_photo(walk, stranger) -> None:
    draft = begun(stranger, walk.cast.a.door, text="门禁坏了", photos=photo())
    page = stranger.post(draft, {"text": "门禁坏了，进不了门", "photos": photo(b"not a photo")})
    assert (page.status_code, page.context["form"].errors.keys()) == (422, {"photos"})
    assert len(page.context["photos"]) == 1
    assert "门禁坏了，进不了门" in shown(stranger, draft)


def test_photos_can_come_first_and_be_taken_out_again(walk, stranger) -> None:
    first = hidden(stranger.get(REPORT, {"place": walk.cast.a.door.pk}))
    draft = stranger.post(REPORT, first | {"text": "", "photos": photo(), "add": "1"}).url
    kept = DraftPhoto.objects.get()
    assert kept.name in shown(stranger, draft)
    assert stranger.post(draft, {"text": "", "drop": kept.name}).url == draft
    assert (DraftPhoto.objects.count(), SHELF.path(kept.name).exists()) == (0, False)


def test_at_most_six_photos_in_all(walk, stranger) -> None:
    draft = begun(stranger, walk.cast.a.door, photos=[photo() for _each in range(4)])
    page = stranger.post(draft, {"text": "路灯不亮", "photos": [photo() for _each in range(3)]})
    assert (page.status_code, DraftPhoto.objects.count()) == (422, 4)


def test_a_draft_opens_for_its_own_browser_alone(walk, stranger) -> None:
    draft = begun(stranger, walk.cast.a.door, photos=photo())
    picture = f"{draft}/photos/{DraftPhoto.objects.get().name}"
    other = english()
    other.cookies[drafted.COOKIE] = "another secret"
    pages = [draft, f"{draft}/where", f"{draft}/reach", f"{draft}/check", picture]
    assert [status(stranger, page) for page in pages] == [200] * 5
    assert [status(other, page) for page in pages] == [404] * 5
    assert other.post(f"{draft}/forget").status_code == 404


def test_coming_back_to_the_place_goes_on_where_one_was(walk, stranger) -> None:
    draft = begun(stranger, walk.cast.a.door)
    assert stranger.get(REPORT, {"place": walk.cast.a.door.pk}).url == draft
    elsewhere = stranger.get(REPORT, {"place": walk.cast.a.building.pk})
    assert [each.pk for each in elsewhere.context["waiting"]] == [Draft.objects.get().pk]


def test_two_windows_that_begin_at_once_write_two_reports(walk, stranger) -> None:
    windows = [hidden(stranger.get(REPORT, {"place": walk.cast.a.door.pk})) for _each in range(2)]
    for window, text in zip(windows, ("路灯不亮", "井盖松了"), strict=True):
        stranger.post(REPORT, window | {"text": text})
    assert sorted(Said.of(draft).text for draft in Draft.objects.all()) == ["井盖松了", "路灯不亮"]


def test_the_first_question_pressed_twice_is_one_draft(walk, stranger) -> None:
    first = hidden(stranger.get(REPORT, {"place": walk.cast.a.door.pk})) | {"text": "路灯不亮"}
    assert [stranger.post(REPORT, first).status_code for _each in range(2)] == [302, 302]
    assert Draft.objects.count() == 1


def test_a_key_of_another_browser_opens_nothing_of_it(walk, stranger) -> None:
    first = hidden(stranger.get(REPORT, {"place": walk.cast.a.door.pk}))
    stranger.post(REPORT, first | {"text": "路灯不亮"})
    other = english()
    draft = other.post(REPORT, first | {"text": "井盖松了"}).url
    assert "路灯不亮" not in shown(other, draft.replace("/where", ""))
    assert Draft.objects.count() == 2


def test_without_a_code_the_place_is_chosen_by_name_or_step_by_step(walk, stranger) -> None:
    first = hidden(stranger.get(REPORT))
    where = stranger.post(REPORT, first | {"text": "路灯不亮"}).url
    assert stranger.get(f"{where}?q=3号楼").context["places"] != []
    building = walk.cast.a.building
    page = shown(stranger, f"{where}?choose&within={building.pk}")
    assert f'name="place" value="{building.pk}"' in page
    stranger.post(where, {"place": building.pk})
    assert building.full_name in shown(stranger, where)
    sent(stranger, where.removesuffix("/where"))
    assert (Case.objects.get().place, Case.objects.get().channel) == (building, "web")


def test_a_place_that_closed_meanwhile_is_said_and_can_be_chosen_anew(walk, stranger) -> None:
    draft = begun(stranger, walk.cast.a.door)
    walk.cast.a.door.until = timezone.localdate()
    walk.cast.a.door.save(update_fields=["until"])
    page = sent(stranger, draft)
    assert (page.status_code, Case.objects.count()) == (422, 0)
    stranger.post(f"{draft}/where", {"place": walk.cast.a.building.pk})
    assert sent(stranger, draft).status_code == 302


def test_a_plate_withdrawn_meanwhile_leaves_the_place(walk, stranger) -> None:
    code = issue_code(walk.cast.a.door, by=SYSTEM)
    draft = stranger.post(REPORT, hidden(stranger.get(REPORT, {"at": code.code})) | {"text": "漏水"}).url
    revoke_code(code, reason="换牌", by=SYSTEM)
    assert sent(stranger, draft.removesuffix("/where")).status_code == 302


def test_a_telephone_number_that_can_not_be_one_is_said_at_its_field(walk, stranger) -> None:
    draft = begun(stranger, walk.cast.a.door)
    page = stranger.post(f"{draft}/reach", {"name": "王小芳", "phone": "12"})
    assert (page.status_code, page.context["form"].errors.keys()) == (422, {"phone"})
    assert "王小芳" in page.content.decode()


def test_the_check_page_asks_first_what_is_missing(walk, stranger) -> None:
    first = hidden(stranger.get(REPORT))
    where = stranger.post(REPORT, first | {"text": "路灯不亮"}).url
    assert stranger.get(where.replace("where", "check")).url == where
    assert sent(stranger, where.removesuffix("/where")).url == where


def test_join_with_one_tap(walk, stranger, reporter_of) -> None:
    other = walk.case("accepted")
    draft = begun(stranger, walk.cast.a.door, text="楼下停车位被占用了")
    page = stranger.post(draft, {"text": "楼下停车位被占用了", "check": "1"})
    token = page.context["similar"][0].token
    assert stranger.post(draft, {"text": "楼下停车位被占用了", "join": token}).url == f"{draft}/check"
    sent(stranger, draft)
    case = Case.objects.exclude(pk=other.pk).get()
    assert (case.state, case.duplicate_of) == ("merged", other)
    joined = Journal.objects.get(step="join")
    assert (joined.actor_role, joined.tells) == (
        "the:reporter",
        ["here:community_worker", "here:community_secretary"],
    )


def test_a_joined_report_can_be_taken_apart_before_it_is_sent(walk, stranger) -> None:
    walk.case("accepted")
    text = "楼下停车位被占用了"
    draft = begun(stranger, walk.cast.a.door, text=text)
    token = stranger.post(draft, {"text": text, "check": "1"}).context["similar"][0].token
    stranger.post(draft, {"text": text, "join": token})
    assert stranger.post(f"{draft}/check", {"unjoin": "1"}).status_code == 200
    sent(stranger, draft)
    assert Case.objects.filter(state="merged").count() == 0


def test_where_the_other_was_closed_meanwhile_it_stands_on_its_own(walk, stranger) -> None:
    other = walk.case("accepted")
    draft = begun(stranger, walk.cast.a.door)
    actions.write_draft(Draft.objects.get(), joins=other)
    actions.merge(other, by=walk.desk, into=walk.report("另一件").number)
    assert sent(stranger, draft).status_code == 302
    assert Case.objects.latest("pk").state == "reported"


@pytest.mark.parametrize("token", ["", "x", "1:2:3", "\0"])
def test_a_forged_token_joins_nothing(walk, stranger, token) -> None:
    draft = begun(stranger, walk.cast.a.door)
    assert stranger.post(draft, {"text": "路灯不亮", "join": token}).url == draft
    assert Draft.objects.get().joins is None


def test_thrown_away_nothing_is_left(walk, stranger) -> None:
    draft = begun(stranger, walk.cast.a.door, photos=photo())
    kept = DraftPhoto.objects.get()
    assert stranger.post(f"{draft}/forget").status_code == 302
    assert (Draft.objects.count(), SHELF.path(kept.name).exists()) == (0, False)


def test_drafts_that_nobody_touched_are_swept_with_their_photos(walk, stranger) -> None:
    begun(stranger, walk.cast.a.door, photos=photo())
    kept, soon = DraftPhoto.objects.get(), timezone.now() + timedelta(hours=47)
    assert actions.sweep_drafts(now=soon) == 0
    assert actions.sweep_drafts(now=soon + timedelta(hours=2)) == 1
    assert (Draft.objects.count(), SHELF.path(kept.name).exists()) == (0, False)


def test_photos_of_a_sent_report_outlive_its_draft(walk, stranger) -> None:
    sent(stranger, begun(stranger, walk.cast.a.door, photos=photo()))
    actions.sweep_drafts(now=timezone.now() + timedelta(days=3))
    assert (Draft.objects.count(), SHELF.path(Attachment.objects.get().name).exists()) == (0, True)
