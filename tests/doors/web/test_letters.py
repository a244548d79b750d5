"""Large letters go with an account to a device on which nothing was chosen."""

import pytest
from django.test import Client
from django.urls import reverse

from tongxin.doors.web.letters import BY_ACCOUNT, COOKIE, are_large
from tongxin.ground.people import actions
from tongxin.ground.people.models import Account
from tongxin.ground.posts.actors import SYSTEM

PASSWORD = "a quiet long sentence"

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return actions.open_account(username="zhang", password=PASSWORD, by=SYSTEM)


def sign_in(account: Account, **cookies: str) -> Client:
    """A device of its own, on which the account has just signed in."""
    device = Client()
    for name, value in cookies.items():
        device.cookies[name] = value
    assert (
        device.post("/accounts/login/", {"login": account.username, "password": PASSWORD}).status_code == 302
    )
    return device


def is_large(device: Client) -> bool:
    return 'class="elder"' in device.get("/help").text


def switch(device: Client, letters: str) -> None:
    assert device.post("/preference", {"letters": letters}).status_code == 302


def test_letters_chosen_when_signed_in_follow_to_a_new_device(account) -> None:
    switch(sign_in(account), "large")
    assert is_large(sign_in(account))


def test_letters_chosen_on_the_device_win_over_the_account(account) -> None:
    switch(sign_in(account), "large")
    device = Client()
    switch(device, "normal")
    assert not is_large(sign_in(account, **{COOKIE: device.cookies[COOKIE].value}))


def test_normal_letters_chosen_when_signed_in_are_kept_with_the_account(account) -> None:
    switch(sign_in(account), "large")
    switch(sign_in(account), "normal")
    assert not is_large(sign_in(account))


def test_letters_of_the_account_before_do_not_stay_for_the_next(account) -> None:
    switch(sign_in(account), "large")
    shared = sign_in(account)
    shared.post("/accounts/logout/")
    other = actions.open_account(username="li", password=PASSWORD, by=SYSTEM)
    shared.post("/accounts/login/", {"login": other.username, "password": PASSWORD})
    assert not is_large(shared)


def test_letters_of_the_account_end_with_its_session_and_the_devices_own_stay(account) -> None:
    switch(sign_in(account), "large")
    shared, own = sign_in(account), sign_in(account)
    switch(own, "large")
    for device in (shared, own):
        device.post("/accounts/logout/")
    assert (is_large(shared), is_large(own)) == (False, True)


def test_session_of_nobody_known_does_not_bring_the_letters_back(account) -> None:
    """On the shared computer somebody opens a one-time link: a session, though nobody is signed in."""
    switch(sign_in(account), "large")
    shared = sign_in(account)
    shared.post("/accounts/logout/")
    shared.get(reverse("account_link", args=["a-secret-of-somebody-else"]))
    assert (shared.cookies["sessionid"].value != "", is_large(shared)) == (True, False)


@pytest.mark.parametrize(("signed_in", "large"), [(True, True), (False, False), (None, True)])
def test_cookie_of_a_session_must_do_where_it_could_not_be_read(rf, signed_in, large) -> None:
    request = rf.get("/", headers={"Cookie": f"{COOKIE}={BY_ACCOUNT}; sessionid=unread"})
    if signed_in is not None:
        request.signed_in = signed_in
    assert are_large(request) is large


def test_letters_chosen_by_nobody_known_change_no_account(account) -> None:
    switch(Client(), "large")
    account.refresh_from_db()
    assert not account.elder_mode


def test_language_chosen_when_signed_in_is_the_language_of_the_messages(account) -> None:
    sign_in(account).post("/preference", {"language": "en"})
    account.refresh_from_db()
    assert (account.language, account.elder_mode) == ("en", False)


def test_choice_there_is_not_changes_nothing(account) -> None:
    device = sign_in(account)
    device.post("/preference", {"language": "xx", "letters": "huge"})
    account.refresh_from_db()
    assert (account.language, account.elder_mode) == ("zh-hans", False)
    assert not is_large(device)
