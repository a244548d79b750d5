"""Whatever a stranger sends with a report: never a 500, and what was typed is on the page again. The forms of
all pages are tried in tests/house/test_fuzz.py; here are photos, places and steps as they hang together.
"""

from html import unescape
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.picture import street_at_dusk as jpeg
from tests.trades.cases.views.writing import begun
from tongxin.doors.web import limits
from tongxin.engine.tickets import codes

NASTY = [
    "\0",
    "\ufeff",
    "\u202e反\u202c",
    "a\r\nb",
    "<script>alert(1)</script>",
    "%00",
    "词" * 5000,
    "🧑‍🚒",
    "\\",
    "'\"",
]
words = st.one_of(st.sampled_from(NASTY), st.text(st.characters(codec="utf-8"), max_size=60))
ids = st.one_of(
    st.sampled_from(["", "0", "-1", "9" * 20, "9" * 5000, "²", "1e3", "٣"]), words, st.integers().map(str)
)
keys = st.one_of(words, st.just(""), st.uuids().map(lambda each: each.hex))
files = st.lists(
    st.one_of(
        st.binary(max_size=200), st.sampled_from([jpeg(), jpeg()[:300], b"GIF89a", b"<svg/>", b"\0" * 64])
    ),
    max_size=3,
)
names = st.one_of(st.just("a.jpg"), st.just("../../x"), st.text(st.characters(codec="utf-8"), max_size=8))
fuzz = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(autouse=True)
def no_turns(monkeypatch) -> None:
    """A stranger may send this often: turns have tests of their own."""
    monkeypatch.setattr(limits, "LIMITS", {})
    monkeypatch.setattr("tongxin.doors.web.middleware.throttling.LIMITS", {})


def browser() -> Client:
    return Client(raise_request_exception=True)


def as_sent(text: str) -> str:
    """As a page shows it: a form's text without the spaces around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def shown(page) -> str:
    return unescape(page.content.decode()).replace("\r\n", "\n").replace("\r", "\n")


@fuzz
@given(text=words, key=keys, at=ids, place=ids, sent=files, called=names)
@example(text="\0", key="k" * 32, at="", place="9" * 5000, sent=[], called="a")
def test_what_happened(walk, text, key, at, place, sent, called) -> None:
    places = {"0": str(walk.cast.a.door.pk)}
    resident = browser()
    pictures = [SimpleUploadedFile(called or "x", each) for each in sent]
    asked = {"text": text, "client_key": key, "at": at, "place": places.get(place, place)}
    page = resident.post(reverse("cases:report"), asked | {"photos": pictures})
    assert page.status_code in {302, 422}
    if page.status_code == 302:
        page = resident.get(page.url.removesuffix("/where"))
    assert as_sent(text) in shown(page)


@settings(fuzz, max_examples=20)
@given(note=words, name=words, phone=words, place=ids, token=words)
def test_the_other_questions(walk, note, name, phone, place, token) -> None:
    resident = browser()
    draft = begun(resident, walk.cast.a.door)
    resident.post(f"{draft}/where", {"place": place})
    asked = resident.post(f"{draft}/where", {"address_note": note})
    reached = resident.post(f"{draft}/reach", {"name": name, "phone": phone})
    assert {asked.status_code, reached.status_code} <= {302, 422}
    if asked.status_code == 422:
        assert as_sent(note) in shown(asked)
    if reached.status_code == 422:
        assert [each for each in (name, phone) if as_sent(each) not in shown(reached)] == []
    assert resident.post(draft, {"text": "路灯不亮", "join": token}).status_code == 302
    assert resident.get(f"{draft}/where", {"choose": "", "q": note, "within": place}).status_code == 200
    assert resident.post(f"{draft}/check", {"send": "1"}).status_code == 302


@fuzz
@given(text=words, at=ids, place=ids)
def test_similar(walk, text, at, place) -> None:
    places = {"0": str(walk.cast.a.door.pk)}
    asked = {"text": text, "at": at, "place": places.get(place, place)}
    assert browser().post(reverse("cases:like_this"), asked).status_code == 200


@fuzz
@given(at=ids, place=ids)
def test_report_page_and_plates(walk, at, place) -> None:
    assert browser().get(reverse("cases:report"), {"at": at, "place": place}).status_code in {200, 302}
    if at and "/" not in at and at.strip("./"):
        assert browser().get(reverse("cases:place", args=[at])).status_code == 404


@fuzz
@given(text=words, key=keys, version=ids, sent=files, called=names)
def test_supply(walk, text, key, version, sent, called) -> None:
    case = walk.report(client_key=uuid4().hex)
    resident = browser()
    resident.post(reverse("cases:track"), {"number": case.number, "code": codes.code_for(case.client_key)})
    page = resident.post(
        reverse("cases:resident_step", args=[case.number, "supply"]),
        {
            "text": text,
            "client_key": key,
            "version": version,
            "photos": [SimpleUploadedFile(called or "x", each) for each in sent],
        },
    )
    assert page.status_code in {302, 409, 422}
    if page.status_code != 302:
        assert (case.supplements.count(), as_sent(text) in shown(page)) == (0, True)
