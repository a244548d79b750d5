"""A session that ends under a half-written form: nothing typed is lost, and nothing is done."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.house.addresses import PARTS
from tongxin.ground.people.actions import reset_password
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory.models import Place

SAME_SITE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def browser() -> Client:
    """What is left of a clerk's browser when the session has ended: the page, and no right to send it."""
    return Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"} | SAME_SITE)


def token(page: str) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]


def test_what_was_typed_comes_back_and_is_sent_after_signing_in(cast: Cast, browser: Client) -> None:
    address = reverse("territory:edit", args=[cast.a.door.pk])
    form = {"name": "301室 the door with the red lamp", "code": "", "since": "2026-01-01"}
    browser.force_login(cast.a.system_admin)
    asked = browser.get(address)
    browser.session.flush()
    lost = browser.post(address, form | {"csrfmiddlewaretoken": token(asked.text)})
    assert lost.status_code == 401
    assert form["name"] in lost.text
    assert f'href="{reverse("account_login")}"' in lost.text

    # Signing in (in the other window) makes a new token: the old page is told once, and loses nothing either.
    browser.force_login(cast.a.system_admin)
    browser.get(address)
    sent = browser.post(address, form | {"csrfmiddlewaretoken": token(lost.text)})
    if sent.status_code == 403:
        sent = browser.post(address, form | {"csrfmiddlewaretoken": token(sent.text)})
    assert sent.status_code == 302
    assert Place.objects.get(pk=cast.a.door.pk).name == form["name"]


def test_a_password_that_is_set_leads_to_the_door_and_is_never_handed_back(cast: Cast) -> None:
    secret = reset_password(cast.a.cell_lead, by=SYSTEM)
    browser = Client(headers=SAME_SITE)
    browser.get(reverse("account_link", args=[secret]))
    sent = {"password": "a quiet long sentence", "again": "a quiet long sentence"}
    answer = browser.post(reverse("account_first_password"), sent)
    assert (answer.status_code, answer.headers.get("Location")) == (302, reverse("account_login"))
    assert sent["again"] not in browser.post(reverse("account_mine"), sent | {"text": "words"}).text
    expired = Client(enforce_csrf_checks=True, headers=SAME_SITE)
    refused = expired.post(reverse("account_first_password"), sent | {"text": "Ninety doors"})
    assert (refused.status_code, "Ninety doors" in refused.text, sent["again"] in refused.text) == (
        403, True, False,
    )  # fmt: skip


def test_a_button_that_carries_nothing_leads_to_the_door(cast: Cast, browser: Client) -> None:
    browser.handler.enforce_csrf_checks = False
    answer = browser.post(reverse("notices:read", kwargs=PARTS["notices:read"](cast)))
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, reverse("account_login"))


def test_a_form_from_another_site_is_led_to_the_door_with_nothing(cast: Cast) -> None:
    elsewhere = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    answer = Client(headers=elsewhere).post(
        reverse("territory:edit", args=[cast.a.door.pk]), {"name": "假的"}
    )
    assert answer.status_code == 302


@pytest.mark.parametrize(("address", "kept"), [("/desk/wrong/form", True), ("/wrong/form", False)])
@pytest.mark.urls("tests.doors.web.urls")
def test_a_code_is_kept_at_the_desk_where_it_lets_nobody_in(
    browser: Client, address: str, kept: bool
) -> None:
    answer = browser.post(address, {"text": "Ninety doors of building three", "code": "370403002012"})
    assert answer.status_code == 403
    assert ('name="code" value="370403002012"' in answer.text) is kept
