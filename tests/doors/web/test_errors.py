"""What went wrong is said in words, with what to do, and nothing typed is lost."""

import logging
import re

import pytest
from django.db import connection
from django.test import Client, override_settings

pytestmark = pytest.mark.urls("tests.doors.web.urls")

SAME_SITE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def browser() -> Client:
    """A client that gets the page for an error, as a browser does."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True, headers={"Accept-Language": "en"})


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/wrong/400", 400, "We could not read this request"),
        ("/wrong/403", 403, "This is not yours to open"),
        ("/wrong/hidden", 404, "There is nothing here"),
        ("/wrong/nowhere", 404, "There is nothing here"),
        ("/wrong/conflict", 409, "Somebody else was quicker"),
        ("/wrong/notnow", 409, "This cannot be done now"),
        ("/wrong/500", 500, "Something went wrong on our side"),
    ],
)
def test_error_has_its_page(browser: Client, address: str, status: int, heading: str) -> None:
    answer = browser.get(address)
    assert (answer.status_code, re.findall(r"<h1>(.*?)</h1>", answer.text)) == (status, [heading])
    assert answer.headers["X-Request-ID"] in answer.text


EVERY = {
    "/wrong/400": 400, "/wrong/403": 403, "/wrong/nowhere": 404, "/wrong/conflict": 409, "/wrong/notnow": 409,
    "/wrong/500": 500, "/offline": 200,
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", EVERY)
def test_error_says_what_is_kept_and_what_to_do(browser: Client, address: str, language: str) -> None:
    browser.cookies["django_language"] = language
    answer = browser.get(address)
    asked = ["What is kept", "What you can do"] if language == "en" else ["哪些还在", "可以怎么办"]
    said = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)", answer.text)
    assert answer.status_code == EVERY[address]
    assert [term for term, text in said if text.strip()][-2:] == asked


def test_number_to_quote_stands_in_the_log(browser: Client, caplog) -> None:
    """Whoever is told the number finds the line: the error's and the access line."""
    with caplog.at_level(logging.INFO):
        number = browser.get("/wrong/500").headers["X-Request-ID"]
    assert [record.name for record in caplog.records if number in record.getMessage()] == [
        "tongxin.errors",
        "tongxin.access",
    ]


def test_breakdown_keeps_what_was_written(browser: Client) -> None:
    """It is shown to be copied, not offered to be sent again: nobody knows how far it had got."""
    typed = {"text": "The lift in building 3 is stuck again", "choice": "7"}
    answer = Client(raise_request_exception=False).post("/wrong/500", typed, headers=SAME_SITE)
    assert answer.status_code == 500
    assert re.findall(r'class="kept-value">(.*?)<', answer.text) == [typed["text"]]
    assert "<textarea" not in answer.text


def test_breakdown_without_a_word_written_keeps_nothing(browser: Client) -> None:
    answer = Client(raise_request_exception=False).post("/wrong/500", {"choice": "7"}, headers=SAME_SITE)
    assert 'class="kept"' not in answer.text


def test_forbidden_says_why_and_whom_to_ask(browser: Client) -> None:
    assert "Only the street may do this; please ask the dispatcher." in browser.get("/wrong/403").text


def test_conflict_shows_what_changed(browser: Client) -> None:
    page = browser.get("/wrong/conflict").text
    assert "Accepted" in page
    assert "Tian&#x27;an desk" in page


def test_error_tells_nothing_of_the_inside(browser: Client) -> None:
    page = browser.get("/wrong/500").text
    assert "secret detail" not in page
    assert "Traceback" not in page


def test_wrong_method_has_a_page_and_says_what_is_allowed(browser: Client) -> None:
    answer = Client().post("/wrong/get-only")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
    assert "<h1>" in answer.text


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100)
def test_too_much_text_is_413_and_says_to_shorten_it() -> None:
    answer = Client(headers={"Accept-Language": "en"}).post(
        "/wrong/form", "text=" + "x" * 200, "application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413
    said = re.findall(r"<dt>What you can do</dt><dd>([^<]+)", answer.text)
    assert said == [
        "Go back: what you wrote is still in the form. Shorten it, or choose smaller files or none."
    ]


def test_old_form_keeps_what_was_written(browser: Client) -> None:
    typed = {"text": "The lift in building 3 is stuck again", "password": "hunter2", "choice": "7"}
    answer = browser.post("/wrong/form", typed, headers=SAME_SITE)
    assert answer.status_code == 403
    assert typed["text"] in answer.text
    assert 'name="choice" value="7"' in answer.text
    assert "hunter2" not in answer.text


def test_form_from_another_site_is_not_handed_back(browser: Client) -> None:
    elsewhere = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    answer = browser.post("/wrong/form", {"text": "Sign away the whole building"}, headers=elsewhere)
    assert answer.status_code == 403
    assert "Sign away" not in answer.text


def test_form_that_is_nothing_without_its_code_is_filled_in_anew(browser: Client) -> None:
    """What is sent again without the code would be refused for another reason."""
    answer = browser.post("/wrong/form", {"number": "123456789", "code": "ABCD2345"}, headers=SAME_SITE)
    assert (answer.status_code, "123456789" in answer.text, "What you wrote" in answer.text) == (
        403,
        False,
        False,
    )


def test_choice_can_be_sent_again_and_nothing_is_said_of_words(browser: Client) -> None:
    answer = browser.post("/wrong/form", {"choice": "7"}, headers=SAME_SITE)
    kept = re.findall(r"<dt>What is kept</dt><dd>([^<]+)", answer.text)
    assert ('name="choice" value="7"' in answer.text, kept) == (True, ["Nothing was saved yet."])


def test_short_words_are_shown_as_they_were_written(browser: Client) -> None:
    answer = browser.post("/wrong/form", {"text": "Lift is stuck"}, headers=SAME_SITE)
    assert re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", answer.text) == ["Lift is stuck"]


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("get", "Nothing was changed, and nothing that was saved before is lost."),
        ("post", "What was saved before is safe; what you just sent was not saved."),
    ],
)
def test_breakdown_speaks_of_what_was_sent_only_where_something_was(
    browser: Client, method: str, said: str
) -> None:
    page = getattr(Client(raise_request_exception=False, headers={"Accept-Language": "en"}), method)(
        "/wrong/500"
    )
    assert re.findall(r"<dt>What is kept</dt><dd>([^<]+)", page.text) == [said]


@pytest.fixture
def dead_database(django_db_blocker, tmp_path, monkeypatch):
    """The database of this process, moved to a socket where nobody listens."""
    with django_db_blocker.unblock():
        kept = connection.connection
        monkeypatch.setitem(connection.settings_dict, "HOST", str(tmp_path))
        connection.connection = None
        yield
        connection.connection = kept


def test_database_away_is_503_with_a_page(browser: Client, dead_database: None) -> None:
    answer = browser.get("/wrong/database")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "We cannot reach our records at the moment" in answer.text


def test_database_away_does_not_stop_pages_that_need_none(browser: Client, dead_database: None) -> None:
    assert browser.get("/").status_code == 200


def test_database_away_offers_to_send_again(browser: Client, dead_database: None) -> None:
    typed = {"text": "The lift in building 3 is stuck again"}
    answer = Client(raise_request_exception=False).post("/wrong/database", typed, headers=SAME_SITE)
    assert answer.status_code == 503
    assert re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", answer.text).group(1) == typed["text"]


@pytest.mark.django_db
def test_statement_refused_is_500_not_503(browser: Client) -> None:
    assert browser.get("/wrong/slow").status_code == 500


def test_access_line_names_the_route_and_no_address(browser: Client, caplog) -> None:
    with caplog.at_level(logging.INFO, logger="tongxin.access"):
        answer = browser.get("/wrong/form?code=SECRET42")
    line = caplog.records[-1].getMessage()
    assert line.startswith("GET /wrong/form 200 ")
    assert line.endswith(answer.headers["X-Request-ID"])
    assert "SECRET42" not in line


def test_full_disk_is_said_and_what_was_written_can_be_sent_again(browser: Client) -> None:
    typed = {"text": "The lift in building 3 is stuck again"}
    answer = Client(raise_request_exception=False, headers={"Accept-Language": "en"}).post(
        "/wrong/full", typed, headers=SAME_SITE
    )
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "600")
    assert "<h1>We have no room left to save anything</h1>" in answer.text
    assert re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", answer.text) == [typed["text"]]
