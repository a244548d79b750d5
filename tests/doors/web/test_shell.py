"""The shell every page stands in: headers, languages, letters, cookies, queries."""

import pytest
from django.test import Client

PUBLIC = ["/", "/help", "/privacy", "/accessibility"]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_asks_the_database_nothing(client: Client, address: str) -> None:
    """No database mark: pytest-django refuses any query, so this is the query count of 0."""
    assert client.get(address).status_code == 200


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
