"""Turns: how often one connection may ask, counted right among threads and processes."""

import base64
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from tongxin.doors.web import limits
from tongxin.doors.web.actions import Rate, forget_turns, take_turn
from tongxin.doors.web.addresses import behind_proxies, client_address, neighbourhood
from tongxin.doors.web.models import Turn
from tongxin.doors.web.proof import Proof, is_proven, new_challenge
from tongxin.ground.people.adapters import AccountAdapter

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_turns_run_out_and_wear_off() -> None:
    rate = Rate.read("3/h")
    taken = [take_turn("report", "203.0.113.9", rate, now=NOON) for _ in range(4)]
    assert taken == [timedelta(0), timedelta(0), timedelta(0), timedelta(minutes=20)]
    later = NOON + timedelta(minutes=20)
    assert [take_turn("report", "203.0.113.9", rate, now=later) for _ in range(2)] == [
        timedelta(0),
        timedelta(minutes=20),
    ]


@pytest.mark.django_db
def test_refusal_uses_nothing_up() -> None:
    rate = Rate.read("1/h")
    take_turn("report", "a", rate, now=NOON)
    for minute in range(60):
        take_turn("report", "a", rate, now=NOON + timedelta(minutes=minute))
    assert take_turn("report", "a", rate, now=NOON + timedelta(minutes=60)) == timedelta(0)


@pytest.mark.django_db
def test_purposes_and_askers_are_counted_apart() -> None:
    rate = Rate.read("1/h")
    assert [take_turn(*each, rate, now=NOON) for each in [("a", "x"), ("a", "y"), ("b", "x")]] == [
        timedelta(0)
    ] * 3


@pytest.mark.django_db
def test_asker_is_kept_as_a_digest_only() -> None:
    take_turn("report", "203.0.113.9", Rate.read("1/h"), now=NOON)
    assert "203.0.113" not in Turn.objects.get().key


@pytest.mark.django_db
def test_one_statement_a_turn(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        take_turn("report", "a", Rate.read("1/h"))


@pytest.mark.django_db
def test_worn_off_rows_are_forgotten() -> None:
    take_turn("report", "a", Rate.read("1/h"), now=NOON)
    take_turn("report", "b", Rate.read("1/h"), now=NOON + timedelta(minutes=30))
    assert forget_turns(now=NOON + timedelta(minutes=75)) == 1
    assert Turn.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_threads_share_the_turns() -> None:
    """20 attempts at once from two threads at a limit of 7: exactly 7 get through."""
    rate, together = Rate.read("7/h"), Barrier(2)

    def ten() -> int:
        together.wait()
        allowed = sum(not take_turn("report", "a", rate, now=NOON) for _ in range(10))
        connection.close()
        return allowed

    with ThreadPoolExecutor(2) as threads:
        allowed = sum(future.result() for future in [threads.submit(ten) for _ in range(2)])
    assert allowed == 7


@given(st.integers(1, 500), st.sampled_from("mhd"))
def test_a_full_window_of_turns_always_fits(count: int, window: str) -> None:
    rate = Rate.read(f"{count}/{window}")
    assert rate.each * count <= rate.window < rate.each * (count + 1) + timedelta(microseconds=count)


@pytest.fixture
def limited(monkeypatch) -> None:
    """The page that takes a form of these tests, limited to two without proof and four with."""
    monkeypatch.setitem(limits.LIMITS, "wrong_form", limits.Limit("test", "4/h", "2/h"))


def solved() -> str:
    """What a browser sends back for a fresh challenge, worked out as a browser does."""
    challenge = new_challenge()
    salt, wanted = challenge["salt"], challenge["challenge"]
    number = next(n for n in range(30_001) if hashlib.sha256(f"{salt}{n}".encode()).hexdigest() == wanted)
    answer = {key: challenge[key] for key in ("algorithm", "challenge", "salt", "signature")} | {
        "number": number
    }
    return base64.b64encode(json.dumps(answer).encode()).decode()


@pytest.mark.django_db
@pytest.mark.urls("tests.doors.web.urls")
def test_third_unproven_form_is_429_and_kept(client: Client, limited: None) -> None:
    typed = {"text": "Water in the cellar of building 3"}
    same = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    answers = [client.post("/wrong/form", typed, headers=same) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] in {"1799", "1800"}
    assert typed["text"] in answers[2].text


@pytest.mark.django_db
@pytest.mark.urls("tests.doors.web.urls")
def test_proven_forms_have_a_count_of_their_own(client: Client, limited: None) -> None:
    for _ in range(3):
        client.post("/wrong/form", {"text": "x"})
    assert client.post("/wrong/form", {"text": "x", "proof": solved()}).status_code == 200


@pytest.mark.django_db
def test_a_proof_counts_once() -> None:
    payload = solved()
    assert [is_proven(payload), is_proven(payload)] == [True, False]


@pytest.mark.parametrize("payload", ["", "nonsense", "e30=", "eyJudW1iZXIiOjF9", "\u4e2d"])
def test_a_false_proof_is_no_proof(payload: str) -> None:
    assert is_proven(payload) is False


def test_proof_field_is_the_librarys() -> None:
    assert Proof().required is True


@pytest.mark.parametrize(
    ("trusted", "remote", "forwarded", "asked"),
    [
        ([], "203.0.113.9", "1.1.1.1", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.5", "9.9.9.9, 203.0.113.9", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.5", "203.0.113.9, 10.2.2.2", "203.0.113.9"),
        (["10.0.0.0/8"], "203.0.113.9", "1.1.1.1", "203.0.113.9"),
        (["unix"], "", "203.0.113.9", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.5", "", "10.0.0.5"),
        (["10.0.0.0/8"], "10.0.0.5", "<script>", "<script>"),
    ],
)
def test_client_address_believes_only_our_proxies(settings, trusted, remote, forwarded, asked) -> None:
    settings.TONGXIN_TRUSTED_PROXIES = trusted
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded})
    assert client_address(request) == asked


def test_one_ipv6_line_is_one_asker() -> None:
    assert neighbourhood("2001:db8:1:2:3:4:5:6") == neighbourhood("2001:db8:1:2::1") == "2001:db8:1:2::/64"


@pytest.mark.parametrize(
    ("forwarded", "noted"), [("9.9.9.9, 203.0.113.9", "203.0.113.9"), ("<script>", "10.0.0.5")]
)
def test_everybody_behind_the_door_is_told_who_asked(settings, forwarded, noted) -> None:
    settings.TONGXIN_TRUSTED_PROXIES = ["10.0.0.0/8"]
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.5", headers={"X-Forwarded-For": forwarded})
    behind_proxies(lambda request: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == noted
    assert AccountAdapter().get_client_ip(request) == noted
