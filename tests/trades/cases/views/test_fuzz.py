"""Whatever a stranger sends to the public forms: never a 500, and what was typed is on the page again."""

from html import unescape
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.trades.cases.test_report import jpeg
from tongxin.doors.web import limits
from tongxin.engine.tickets import codes
from tongxin.trades.cases.models import Case

FINE = {200, 302, 404, 409, 422}
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
@given(text=words, name=words, phone=words, note=words, key=keys, at=ids, place=ids, sent=files, called=names)
@example(text="\0", name="", phone="", note="", key="k" * 32, at="", place="9" * 5000, sent=[], called="a")
def test_report(walk, text, name, phone, note, key, at, place, sent, called) -> None:
    places = {"0": str(walk.cast.a.door.pk)}
    known = Case.objects.count()
    told = {"text": text, "name": name, "phone": phone, "address_note": note}
    page = browser().post(
        reverse("cases:report"),
        {
            **told,
            "client_key": key,
            "at": at,
            "place": places.get(place, place),
            "photos": [SimpleUploadedFile(called or "x", each) for each in sent],
        },
    )
    assert page.status_code in {302, 422}
    if page.status_code == 422:
        assert Case.objects.count() == known
        kept = shown(page)
        assert [field for field, said in told.items() if as_sent(said) not in kept] == []


@fuzz
@given(text=words, at=ids, place=ids)
def test_similar(walk, text, at, place) -> None:
    places = {"0": str(walk.cast.a.door.pk)}
    asked = {"text": text, "at": at, "place": places.get(place, place)}
    assert browser().post(reverse("cases:like_this"), asked).status_code == 200


@fuzz
@given(q=words, within=ids)
def test_where(walk, q, within) -> None:
    page = browser().get(reverse("cases:where"), {"q": q, "within": within})
    assert page.status_code == 200
    assert as_sent(q.replace("\0", "")) in shown(page)


@fuzz
@given(at=ids, place=ids)
def test_report_page_and_plates(walk, at, place) -> None:
    assert browser().get(reverse("cases:report"), {"at": at, "place": place}).status_code in {200, 302}
    if at and "/" not in at and at.strip("./"):
        assert browser().get(reverse("cases:place", args=[at])).status_code == 404


@fuzz
@given(number=ids, code=words)
def test_track(walk, number, code) -> None:
    page = browser().post(reverse("cases:track"), {"number": number, "code": code})
    assert page.status_code == 422
    assert as_sent(number) in shown(page)
    assert as_sent(code) in shown(page)


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


@fuzz
@given(step=words, solved=words, satisfied=ids, comment=words)
def test_verdict(walk, step, solved, satisfied, comment) -> None:
    case = walk.report(client_key=uuid4().hex)
    resident = browser()
    resident.post(reverse("cases:track"), {"number": case.number, "code": codes.code_for(case.client_key)})
    for name in ("verdict", "reopen", "urge", "withdraw"):
        page = resident.post(
            reverse("cases:resident_step", args=[case.number, name]),
            {"solved": solved, "satisfied": satisfied, "comment": comment, "reason": step},
        )
        assert page.status_code in FINE
