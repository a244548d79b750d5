"""A report written without a signal comes in once, and the page telephones keep is about nobody."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.trades.cases.views.conftest import english
from tests.trades.cases.views.writing import begun, photo, sent
from tongxin.engine.tickets import codes
from tongxin.trades.cases.models import Attachment, Case, Draft, DraftPhoto

WHOLE = reverse("cases:whole")


@pytest.fixture
def written(walk) -> dict[str, object]:
    """A report as a telephone sends it."""
    return {
        "client_key": uuid4().hex,
        "place": walk.cast.a.door.pk,
        "text": "路灯不亮\n已经三天",
        "address_note": "东门",
        "lat": "34.80",
        "lng": "117.25",
        "phone": "13800001234",
    }


def test_it_comes_in_and_can_be_followed(written, stranger) -> None:
    answer = stranger.post(WHOLE, written | {"photos": photo()})
    case = Case.objects.get()
    assert answer.json() == {
        "number": str(case),
        "code": codes.grouped(codes.code_for(written["client_key"])),
        "href": reverse("cases:tracked", args=[case.number]),
    }
    assert (case.text, case.address_note, case.attachments.count()) == (written["text"], "东门", 1)
    assert (case.point_lat, case.point_lng) == (34.8, 117.25)
    assert stranger.get(answer.json()["href"]).status_code == 200


def test_sent_again_it_answers_with_the_same_number(written, stranger) -> None:
    first = stranger.post(WHOLE, written | {"photos": photo()})
    again = english().post(WHOLE, written | {"text": "路灯不亮\r\n已经三天 ", "photos": photo()})
    assert (again.status_code, again.json()) == (200, first.json())
    assert (Case.objects.count(), Attachment.objects.count()) == (1, 1)


def test_another_text_under_the_key_is_told_the_number_and_that_it_differs(written, stranger) -> None:
    first = stranger.post(WHOLE, written)
    again = stranger.post(WHOLE, written | {"text": "路灯不亮，还有井盖松了"})
    assert (again.status_code, again.json()) == (409, first.json())
    assert Case.objects.get().text == written["text"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " "}, "text"),
        ({"place": ""}, "community"),
        ({"at": "NOSUCHCODE", "place": ""}, "community"),
        ({"phone": "12"}, "phone"),
        ({"client_key": "short"}, "client_key"),
        ({"photos": photo(b"not a photo")}, "photos"),
    ],
)
def test_what_is_wrong_is_said_in_sentences_and_nothing_is_kept(written, stranger, wrong, field) -> None:
    answer = stranger.post(WHOLE, written | wrong)
    assert (answer.status_code, answer.json()["errors"].keys()) == (422, {field})
    assert Case.objects.count() == 0


def test_the_draft_it_began_as_leads_to_the_case_and_keeps_nothing(walk, written, stranger) -> None:
    draft = begun(stranger, walk.cast.a.door, photos=photo())
    stranger.post(WHOLE, written | {"client_key": Draft.objects.get().client_key})
    assert sent(stranger, draft).url == reverse("cases:sent")
    assert (Case.objects.count(), DraftPhoto.objects.count(), bool(Draft.objects.get().said)) == (1, 0, False)


def test_it_needs_the_token_of_our_own_pages(written) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(WHOLE, written).status_code == 403
    fresh = browser.get(reverse("web:fresh"))
    assert fresh.headers["Cache-Control"].startswith("max-age=0, no-cache")
    assert browser.post(WHOLE, written | {"csrfmiddlewaretoken": fresh.json()["token"]}).status_code == 200


def test_the_page_that_is_kept_is_the_same_for_everybody(walk, stranger, desk, reporter_of) -> None:
    case = walk.report()
    pages = [browser.get(reverse("cases:waiting")) for browser in (stranger, desk, reporter_of(case))]
    assert len({page.content for page in pages}) == 1
    assert b"csrfmiddlewaretoken" not in pages[0].content
