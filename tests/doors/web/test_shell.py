"""The shell every page stands in: headers, languages, letters, cookies, queries."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from tests.cast import Cast
from tongxin.engine.tickets.numbers import grouped, number_for
from tongxin.ground.people.models import RetentionRule

PUBLIC = ["/", "/help", "/privacy", "/accessibility", "/burden"]


@pytest.mark.parametrize("address", ["/", "/help", "/accessibility"])
def test_public_page_asks_the_database_nothing(client: Client, address: str) -> None:
    """No database mark: pytest-django refuses any query, so this is the query count of 0."""
    assert client.get(address).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", PUBLIC)
def test_reader_gets_no_cookie(client: Client, address: str) -> None:
    assert dict(client.get(address).cookies) == {}


def test_policy_names_no_third_party_and_nothing_inline(client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")


def test_page_without_a_chosen_language_is_chinese(client: Client) -> None:
    assert 'lang="zh-CN"' in client.get("/").text


def test_chosen_language_is_kept_and_leads_back(client: Client) -> None:
    answer = client.post("/preference", {"language": "en", "next": "/help"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/help")
    assert '<html lang="en"' in client.get("/help").text


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_preference_leads_nowhere_else(client: Client, elsewhere: str) -> None:
    answer = client.post("/preference", {"language": "en", "next": elsewhere})
    assert answer.headers["Location"] == "/"


def test_preference_from_another_site_is_refused(client: Client) -> None:
    answer = client.post("/preference", {"language": "en"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert dict(answer.cookies) == {}


def test_large_letters_come_and_go(client: Client) -> None:
    client.post("/preference", {"letters": "large"})
    assert 'class="elder"' in client.get("/").text
    client.post("/preference", {"letters": "normal"})
    assert 'class="elder"' not in client.get("/").text


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("7kq2m 9xaht", "/p/7KQ2M9XAHT"),
        ("７ＫＱ２Ｍ９ＸＡＨＴ", "/p/7KQ2M9XAHT"),
        (number_for(1), f"/track?number={number_for(1)}"),
        (grouped(number_for(77)), f"/track?number={number_for(77)}"),
    ],
)
def test_code_or_number_leads_to_its_page(client: Client, typed: str, leads_to: str) -> None:
    answer = client.get("/", {"code": typed})
    assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)


@pytest.mark.parametrize("typed", ["", "no such code", "//evil.example", "123456789", "<b>"])
def test_what_is_no_code_is_kept_with_an_error(client: Client, typed: str) -> None:
    answer = client.get("/", {"code": typed})
    assert answer.status_code == 200
    assert f'value="{escape(typed)}"' in answer.text or typed == ""
    assert 'aria-invalid="true"' in answer.text


@pytest.mark.django_db
def test_privacy_lists_the_rules_of_today(client: Client, django_assert_num_queries) -> None:
    since = timezone.localdate() - timedelta(days=10)
    RetentionRule.objects.all().delete()
    RetentionRule.objects.create(kind="reporter", months=37, since=since, source="our choice")
    RetentionRule.objects.create(kind="look", months=41, since=since, until=since, source="gone")
    with django_assert_num_queries(1):
        page = client.get("/privacy").text
    assert re.findall(r"<dd>(.*?)</dd>", page) == ["37 个月"]


def test_desk_names_the_post_in_the_readers_language(client: Client, cast: Cast) -> None:
    client.force_login(cast.a.street_desk)
    assert "兴仁街道 · 街道调度员" in client.get("/desk/keys").text
    client.cookies["django_language"] = "en"
    assert "兴仁街道 · Street dispatcher" in client.get("/desk/keys").text


@pytest.mark.django_db
def test_nobody_between_keeps_what_a_signed_in_browser_was_shown(client: Client, cast: Cast) -> None:
    assert "Cache-Control" not in client.get("/help").headers
    client.force_login(cast.a.community_worker)
    for address in ("/desk/cases", "/help"):
        assert client.get(address).headers["Cache-Control"] == "private, no-cache"


FIRST = {
    "cases:queue": ["community_worker", "grid_worker", "street_desk", "street_leader", "zone_leader"],
    "cases:summonses": ["unit_head", "unit_staff", "enforcement_officer"],
    "web:first_steps": ["system_admin"],
}


@pytest.mark.parametrize(("page", "role"), [(page, role) for page in FIRST for role in FIRST[page]])
def test_desk_begins_where_the_work_of_the_post_is(client: Client, cast: Cast, page: str, role: str) -> None:
    client.force_login(getattr(cast.a, role))
    assert client.get("/desk/").url == reverse(page)
