import re
import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from tests.ground.people.test_fields import raw_rows
from tongxin.ground.people import actions, selectors
from tongxin.ground.people.models import Account, SignIn
from tongxin.ground.people.refusals import Invalid
from tongxin.ground.posts.actors import SYSTEM

PASSWORD = "a quiet long sentence"
LOGIN = "/accounts/login/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return actions.open_account(
        username="zhang", phone="13900000001", email="Zhang@example.org", password=PASSWORD, by=SYSTEM
    )


@pytest.fixture
def client(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


def try_in(client: Client, login: str, password: str = PASSWORD):
    return client.post(LOGIN, {"login": login, "password": password})


def confirm(client: Client) -> None:
    """Type the password once more, as pages of the second step ask."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def is_in(client: Client) -> bool:
    return client.get(reverse("account_mine")).status_code == 200


@pytest.mark.parametrize(
    "login", ["zhang", "ZHANG", "zhang@EXAMPLE.org", "139 0000 0001", "+86 139-0000-0001"]
)
def test_name_mail_or_phone_lets_in(client, account, login) -> None:
    assert try_in(client, login).status_code == 302
    assert is_in(client)


def test_every_attempt_is_written_down_without_the_address(client, account) -> None:
    client.post(
        LOGIN,
        {"login": "zhang", "password": "wrong"},
        REMOTE_ADDR="203.0.113.77",
        headers={"user-agent": "x Firefox y Windows"},
    )
    try_in(client, "zhang")
    last, first = selectors.last_sign_ins(account)
    assert (first.outcome, first.network, first.device) == ("refused", "203.0.113.0/24", "Firefox · Windows")
    assert (last.outcome, last.network) == ("done", "127.0.0.0/24")


def test_an_unknown_name_and_a_wrong_password_read_the_same(client, account) -> None:
    def said(login: str) -> list[str]:
        return try_in(client, login, "wrong").context["form"].non_field_errors()

    assert said("zhang") == said("nobody") == said("13911119999")
    assert SignIn.objects.count() == 1


def test_after_five_tries_neither_says_whether_the_account_exists(client, account) -> None:
    answers = {}
    for login in ("zhang", "nobody"):
        for _attempt in range(5):
            try_in(client, login, "wrong")
        answers[login] = try_in(client, login, PASSWORD)
        assert not is_in(client)
    errors = [str(answer.context["form"].non_field_errors()[0]) for answer in answers.values()]
    said = "Try again in a quarter of an hour, or ask your account manager for a link."
    assert errors == [f"Too many wrong tries. {said}"] * 2


def test_the_lock_opens_after_a_quarter_of_an_hour(client, account) -> None:
    for _attempt in range(6):
        try_in(client, "zhang", "wrong")
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert try_in(client, "zhang").status_code == 302


def test_the_count_is_shared_by_all_processes() -> None:
    cache.set("one", 1, 60)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from people_shared_count")
        assert cursor.fetchone() == (1,)


def test_a_closed_account_is_out_at_once_and_stays_out(client, account) -> None:
    try_in(client, "zhang")
    actions.close_account(account, by=SYSTEM, reason="离职")
    assert not is_in(client)
    try_in(client, "zhang")
    assert not is_in(client)


def test_nobody_makes_an_account_for_themselves(client) -> None:
    for address in ("signup/", "email/", "password/reset/", "password/set/"):
        assert client.get(f"/accounts/{address}").status_code == 404


def test_weak_passwords_and_names_in_use_are_refused(account) -> None:
    for given, fields in [
        ({"username": "zhang"}, {"username"}),
        ({"username": "ZHANG"}, {"username"}),
        ({"username": "li", "phone": "139 0000 0001"}, {"phone"}),
        ({"username": "li", "email": "zhang@example.org"}, {"email"}),
        ({"username": "li", "password": "12345678901"}, {"password"}),
        ({"username": "li", "password": "short"}, {"password"}),
        ({"username": "li mu", "phone": "1"}, {"username", "phone"}),
    ]:
        with pytest.raises(Invalid) as refused:
            actions.open_account(by=SYSTEM, **given)
        assert set(refused.value.errors) == fields


def test_what_is_wrong_with_a_password_is_told_in_the_readers_language() -> None:
    with translation.override("zh-hans"), pytest.raises(ValidationError) as refused:
        validate_password("12345")
    assert refused.value.messages == [
        "密码太短，至少要有 10 个字符。",
        "这个密码太常用，容易被猜到。",
        "密码不能全是数字。",
    ]


def test_a_quiet_session_ends_and_says_why(client, account, settings) -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        try_in(client, "zhang")
        for _visit in range(4):
            clock.shift(settings.TONGXIN_SESSION_IDLE * 60 - 1)
            assert is_in(client)
        clock.shift(settings.TONGXIN_SESSION_IDLE * 60)
        page = client.get(reverse("account_mine"), follow=True)
    assert "without activity" in page.content.decode()


def test_a_busy_session_ends_after_the_working_day(client, account, settings) -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        try_in(client, "zhang")
        hours = settings.TONGXIN_SESSION_HOURS
        for _visit in range(hours * 3 - 1):
            clock.shift(20 * 60)
            assert is_in(client)
        clock.shift(20 * 60)
        assert not is_in(client)


def test_a_session_row_is_not_written_at_each_click(client, account) -> None:
    try_in(client, "zhang")
    with CaptureQueriesContext(connection) as queries:
        is_in(client)
        is_in(client)
    assert not [
        query for query in queries if "django_session" in query["sql"] and "SELECT" not in query["sql"]
    ]


def test_when_a_session_ends_the_browser_is_to_keep_none_of_its_pages(client, account, settings) -> None:
    def told(answer) -> str | None:
        return answer.headers.get("Clear-Site-Data")

    try_in(client, "zhang")
    assert told(client.get("/help")) is None
    assert told(client.post("/accounts/logout/")) == '"cache"'
    assert told(client.get("/help")) is None
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        try_in(client, "zhang")
        clock.shift(settings.TONGXIN_SESSION_IDLE * 60)
        assert told(client.get("/help")) == '"cache"'


def test_a_second_step_is_set_up_sealed_asked_for_and_recoverable(client, account) -> None:
    try_in(client, "zhang")
    confirm(client)
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    assert client.post("/accounts/2fa/totp/activate/", {"code": code}).status_code == 302
    assert secret.encode() not in raw_rows("mfa_authenticator")
    shown = client.get("/accounts/2fa/recovery-codes/")
    codes = shown.context["unused_codes"]
    assert codes[0] in shown.content.decode()
    client.post("/accounts/logout/")
    assert try_in(client, "zhang").url.startswith("/accounts/2fa/authenticate/")
    assert not is_in(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    assert is_in(client)
    assert actions.reset_second_factor(account, by=SYSTEM) == 2
    assert not is_in(client)


def test_where_a_second_step_is_required_nothing_else_opens_before(client, account, settings) -> None:
    settings.TONGXIN_REQUIRE_2FA = True
    try_in(client, "zhang")
    assert client.get("/desk/people/").url == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(account, secret)
    assert client.get("/desk/people/").status_code == 403


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "address",
    [
        "password/change/",
        "2fa/",
        "2fa/totp/activate/",
        "2fa/webauthn/",
        "2fa/webauthn/add/",
        "logout/",
        "inactive/",
        "reauthenticate/",
        "",
        "looks/",
    ],
)
def test_account_pages_stand_in_the_shell_without_inline_code(client, account, address, language) -> None:
    client.cookies["django_language"] = language
    try_in(client, "zhang")
    confirm(client)
    answer = client.get(f"/accounts/{address}")
    text = answer.content.decode()
    assert (answer.status_code, text.count("<main")) == (200, 1)
    for opening in re.findall(r"<script[^>]*>", text):
        assert "src=" in opening or 'type="application/json"' in opening
    assert " style=" not in text and "<style" not in text and " onclick" not in text


def test_a_page_of_the_second_step_asks_for_the_password_once_more(client, account) -> None:
    try_in(client, "zhang")
    assert client.get("/accounts/2fa/totp/activate/").url.startswith("/accounts/reauthenticate/")
    confirm(client)
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        assert client.get("/accounts/2fa/totp/activate/").url.startswith("/accounts/reauthenticate/")
