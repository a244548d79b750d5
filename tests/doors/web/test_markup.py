"""Every page that opens without an argument, as each role: sound markup, strict policy, few queries."""

import gzip
import re
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from tests.cast import Cast
from tests.doors.web.markup import problems
from tongxin.doors.web import tokens
from tongxin.doors.web.catalogues.files import our_folders
from tongxin.ground.people.models import Account
from tongxin.ground.people.sessions import SECURED

SHEETS = Path("tongxin/doors/web/static/web")
FRAGMENTS = {"/places/choices"}  # no page but a part of one
POLICY = "Content-Security-Policy"
STYLESHEET = SHEETS / "tongxin.css"


def plain_addresses(patterns: list, prefix: str = "/") -> list[str]:
    """Every address of the project that has no argument in it."""
    found = []
    for pattern in patterns:
        route = str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += plain_addresses(pattern.url_patterns, prefix + route)
        elif isinstance(pattern, URLPattern) and not re.search(r"[<(^]", prefix + route):
            found.append(prefix + route)
    return sorted(set(found))


ADDRESSES = plain_addresses(get_resolver().url_patterns)
ROLES = ["community_worker", "street_leader", "street_desk", "unit_staff", "system_admin"]


def pages(client: Client) -> dict[str, str]:
    """What each address answers with, where that is a page."""
    answers = {address: client.get(address) for address in ADDRESSES}
    return {address: answer.text for address, answer in answers.items() if is_page(address, answer)}


def is_page(address: str, answer: HttpResponse) -> bool:
    return answer.headers.get("Content-Type", "").startswith("text/html") and address not in FRAGMENTS


@pytest.mark.django_db
def test_no_address_breaks_for_nobody(client: Client) -> None:
    broken = {address: client.get(address).status_code for address in ADDRESSES}
    assert {
        address: status for address, status in broken.items() if status >= 500 and address != "/healthz"
    } == {}


@pytest.mark.django_db
def test_markup_of_public_pages_is_sound(client: Client) -> None:
    assert {
        address: found for address, html in pages(client).items() if html and (found := problems(html))
    } == {}


def sign_in(client: Client, account: Account) -> None:
    """As after both factors: a password that can be changed, and a session that has shown the second one."""
    account.set_password("correct horse battery staple")
    account.save(update_fields=["password"])
    client.force_login(account)
    session = client.session
    session[SECURED] = True
    session.save()


def test_markup_of_the_desk_is_sound(client: Client, cast: Cast) -> None:
    """Each page once, as the first role that may open it; what nobody may is judged as it is refused."""
    left, read, bare = set(ADDRESSES), {}, []
    for role in ROLES:
        sign_in(client, getattr(cast.a, role))
        answers = {address: client.get(address) for address in sorted(left)}
        read |= {a: answer for a, answer in answers.items() if is_page(a, answer)}
        bare += [a for a, answer in answers.items() if POLICY not in answer.headers]
        left -= {address for address, answer in answers.items() if answer.status_code != 403}
    wrong = {address: problems(answer.text) for address, answer in read.items() if answer.text}
    assert {address: found for address, found in wrong.items() if found} == {}
    assert bare == []


@pytest.mark.django_db
def test_every_answer_carries_the_policy(client: Client) -> None:
    without = [a for a in ADDRESSES if POLICY not in client.get(a).headers]
    assert without == []


def test_desk_shell_asks_four_questions_at_most(client: Client, cast: Cast) -> None:
    """Session, account, its posts, what is unread: everything else on a page is the page's own."""
    client.force_login(cast.a.community_worker)
    client.get("/desk/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/desk/").status_code == 302
    assert len(asked) <= 4, [query["sql"][:90] for query in asked.captured_queries]


def test_menu_shows_what_the_post_may_do(client: Client, cast: Cast) -> None:
    client.force_login(cast.a.auditor)
    answer = client.get("/desk/", follow=True)
    assert answer.status_code == 200
    assert 'aria-label="工作台"' in answer.text


@pytest.mark.django_db
def test_account_without_a_post_is_told_so(client: Client, django_user_model) -> None:
    client.force_login(django_user_model.objects.create(username="newcomer"))
    answer = client.get("/desk/")
    assert answer.status_code == 403
    assert "您的账号目前没有岗位" in answer.text


def test_templates_hold_nothing_inline() -> None:
    """Also in the branches no test renders."""
    runs = r'<script(?![^>]*\b(?:src=|type="application/json"))'
    inline = re.compile(rf"<style|{runs}|\son\w+=|\sstyle=|javascript:", re.I)
    found = [
        f"{path}: {match.group()}"
        for folder in our_folders()
        for path in sorted(folder.rglob("*.html"))
        for match in inline.finditer(path.read_text("utf-8"))
    ]
    assert found == []


def test_stylesheets_stay_small() -> None:
    """What a resident's page loads, compressed as it travels; the desk may have half as much again."""
    travels = {path.name: len(gzip.compress(path.read_bytes())) for path in SHEETS.glob("*.css")}
    assert travels["tongxin.css"] + travels["resident.css"] <= 12 * 1024, travels
    assert travels["tongxin.css"] + travels["desk.css"] <= 18 * 1024, travels


@pytest.mark.parametrize(
    ("large", "least"), [(False, tokens.LEAST), (True, tokens.LEAST_LARGE)], ids=["normal", "large"]
)
def test_text_stands_out_from_its_ground(large: bool, least: float) -> None:
    """4.5:1, and 7:1 in large letters; each word also on its own wash, white on the primary button."""
    colours = tokens.named(large=large)
    ratios = {pair: round(tokens.contrast(*(colours[name] for name in pair)), 2) for pair in tokens.PAIRS}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < least} == {}
    assert tokens.weakest(large=large) >= least


def test_contrast_is_computed_as_the_guideline_says() -> None:
    """Black on white is 21; #767676 on white is the lightest grey that passes AA."""
    assert round(tokens.contrast("#000000", "#ffffff"), 2) == 21.0
    assert round(tokens.contrast("#ffffff", "#767676"), 2) == 4.54


def test_large_letters_are_large_by_the_ministrys_measure() -> None:
    """18 pt (24 px) for every size of text, 30 for titles, targets of 60 px, paragraphs 1.3 lines apart."""
    sheet = STYLESHEET.read_text("utf-8")
    root = 16 * int(re.search(r"\.elder {\s*font-size: (\d+)%", sheet).group(1)) / 100
    large = tokens.named(large=True)
    px = {
        name: float(large[name].removesuffix("rem")) * root
        for name in ("text", "small", "h3", "h2", "h1", "touch")
    }
    assert min(px[name] for name in ("text", "small", "h3", "h2")) >= 24
    assert px["h1"] >= 30
    assert px["touch"] >= 60
    assert float(large["leading"]) >= 1.3
    paragraphs = re.search(r"\.elder :is\(main[^{]+> p { margin-block-end: ([^;]+); }", sheet).group(1)
    assert paragraphs == "calc(1em * var(--leading) * 1.3)"


def test_no_size_of_letters_is_written_outside_the_tokens() -> None:
    """Otherwise 长辈版, which only changes tokens, would not reach it. Parts of an em follow their parent."""
    sizes = {
        f"{sheet.name}: {size}"
        for sheet in SHEETS.glob("*.css")
        for size in re.findall(r"font-size: ([^;]+);", sheet.read_text("utf-8"))
        if not re.fullmatch(r"var\(--[\w-]+\)|inherit|\.9\d*em", size)
    }
    assert sizes == {"tongxin.css: 150%", "tongxin.css: 11pt"}
