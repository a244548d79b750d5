"""Every form that somebody without an account may send, found by opening every page: whatever is sent, it
never breaks, and nothing that was written is lost.
"""

from dataclasses import dataclass
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import Cast
from tests.house.forms import Control, Form, forms_of
from tests.house.test_permissions import expected
from tests.picture import street_at_dusk as jpeg
from tongxin.doors.web import limits
from tour.people import NOBODY, REPORTER, VOLUNTEER, WRITER, cookies
from tour.visits import visits

STRANGERS = (NOBODY, REPORTER, WRITER, VOLUNTEER)
NASTY = [
    "",
    "\0",
    "\ufeff",
    "\u202e反\u202c",
    "a\r\nb",
    "<script>alert(1)</script>",
    "%00",
    "词" * 20_000,
    "🧑‍🚒",
    "\\",
    "'\"",
    "0",
    "-1",
    "9" * 20,
    "9" * 5000,
    "1e400",
    "nan",
    "٣",
    "2026-02-30",
    "9999-12-31",
    "25:61",
    "13800001234",
]
words = st.one_of(st.sampled_from(NASTY), st.text(st.characters(codec="utf-8"), max_size=40))
contents = st.one_of(st.binary(max_size=99), st.sampled_from([jpeg(), jpeg()[:300], b"GIF89a", b"<svg/>"]))
# A name that is only "/" or "." is none: the test's own file refuses it.
letters = st.characters(codec="utf-8", exclude_characters="/.")
names = st.one_of(st.sampled_from(["a.jpg", "../../x"]), st.text(letters, max_size=8))
# Forms that are sent by script, to another address than their page's.
BY_SCRIPT = {"cases:waiting": "cases:whole", "orders:waiting": "orders:whole"}
# No page shows a form for them; their own tests send them anything.
FORMLESS = {"cases:like_this": "asked while somebody types", "places:at": "asked when a position is sent"}
AGAIN = {200, 409, 422}  # the form once more, or what was asked for
FINE = AGAIN | {302, 404, 410}


@dataclass(frozen=True)
class Sheet:
    """A form that somebody without an account is shown: where it goes, and what their browser holds."""

    to: str
    name: str
    form: Form
    held: dict[str, str]

    def send(self, filled: dict[str, object]) -> HttpResponse:
        """Send it from the browser that was shown it; what it did to the records is taken back."""
        before = transaction.savepoint()
        answer = browser(self.held).post(self.to, filled)
        transaction.savepoint_rollback(before)
        return answer


def browser(held: dict[str, str]) -> Client:
    """A browser with these cookies."""
    client = Client(raise_request_exception=True)
    for name, value in held.items():
        client.cookies[name] = value
    return client


def sheets(cast: Cast) -> list[Sheet]:
    """Every form that is posted, on every page that opens without an account, each once."""
    found = {}
    for visit in (each for each in visits() if each.who in STRANGERS):
        address, held = visit.url(cast), cookies(visit.who, cast)
        for form in forms_of(browser(held).get(address).content.decode()):
            to = form.action or address
            to = reverse(BY_SCRIPT[visit.name]) if visit.name in BY_SCRIPT else to.partition("?")[0]
            name, asked = resolve(to).view_name, tuple(control.name for control in form.controls)
            found.setdefault((name, visit.who, asked), Sheet(to, name, form, held))
    return list(found.values())


@pytest.fixture(autouse=True)
def no_turns(monkeypatch) -> None:
    """A stranger may send this often: turns have tests of their own."""
    monkeypatch.setattr(limits, "LIMITS", {})
    monkeypatch.setattr("tongxin.doors.web.middleware.throttling.LIMITS", {})


def anything(control: Control) -> st.SearchStrategy:
    """What a stranger puts there: now and then what belongs there, else anything."""
    if control.kind == "file":
        return st.lists(
            st.builds(SimpleUploadedFile, names.map(lambda each: each or "x"), contents), max_size=2
        )
    return st.one_of(st.just(control.value), words)


def try_anything(sheet: Sheet) -> None:
    """Send a form some times with whatever comes to mind."""
    controls = {control.name: control for control in sheet.form.controls}
    filling = st.fixed_dictionaries({}, optional={name: anything(each) for name, each in controls.items()})

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(filled=filling)
    def sent(filled: dict[str, object]) -> None:
        answer = sheet.send(filled)
        assert answer.status_code in FINE
        if answer.status_code in AGAIN and "html" in answer["Content-Type"]:
            typed = [text for name, text in filled.items() if controls[name].written]
            assert [text for text in typed if plain(text) not in shown(answer)] == []

    sent()


def test_every_form_of_a_stranger_breaks_on_nothing_and_loses_nothing(
    cast: Cast, subtests: pytest.Subtests
) -> None:
    found = sheets(cast)
    let_in = {
        name for (name, method), each in expected().items() if method == "POST" and each["nobody"] == "422"
    }
    assert sorted(let_in - {sheet.name for sheet in found} - FORMLESS.keys()) == []
    for sheet in found:
        with subtests.test(page=sheet.name):
            try_anything(sheet)


def plain(text: str) -> str:
    """As a page shows it: a form's text without the spaces around it, and without what nobody can write."""
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def shown(page: HttpResponse) -> str:
    return plain(unescape(page.content.decode()))
