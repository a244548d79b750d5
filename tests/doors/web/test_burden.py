"""减负自查: the page says what is there, and each of its checks can find something."""

import re

import pytest
from django import forms
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tongxin.doors.web import burden
from tongxin.engine.flows.table import Ask, Flow, State, Step
from tongxin.trades.orders.models import PointRule


def test_nothing_that_burdens_is_found() -> None:
    assert {str(line.rule): line.found for line in burden.lines() if line.found} == {}


def test_every_check_looks_at_something() -> None:
    assert [str(line.rule) for line in burden.lines() if line.amount < 5] == []


@pytest.mark.django_db
def test_page_shows_every_line(client: Client) -> None:
    page = client.get("/burden", headers={"Accept-Language": "en"}).text
    shown = re.findall(r'<h2 class="card-title">(.*?)</h2>', page)
    assert shown == [str(line.rule) for line in burden.lines()]
    assert page.count('class="state done"') == len(shown)


def test_page_asks_once_for_all_rules_and_once_for_their_services(
    cast: Cast, django_assert_num_queries
) -> None:
    day = timezone.localdate()
    for place in (cast.a.community, cast.b.community):
        rule = {"place": place, "place_path": place.path, "per_hour": 2, "words": "一袋米", "set_by": "x"}
        PointRule.objects.create(since=day, by_kind={"escort": 3}, **rule)
    with django_assert_num_queries(2):
        Client().get("/burden")


class WithPicture(forms.Form):
    proof = forms.FileField(widget=forms.FileInput({"accept": "image/*"}))
    may = forms.FileField(required=False, widget=forms.FileInput({"accept": "image/*"}))
    workbook = forms.FileField()


def flow_with(*asks: Ask) -> Flow:
    steps = [Step("show", "Show", "new", "=", asks=asks)]
    return Flow("test", "test.thing", [State("new", "New")], steps, "tests.doors.web.test_burden", "new")


def test_photo_that_is_demanded_is_found() -> None:
    may, must = Ask("may", "", "photos", required=False), Ask("must", "", "photos")
    found = burden.photos_demanded([flow_with(may, must)], [WithPicture])
    assert found == ["test.show.must", "WithPicture.proof"]


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        (burden.CHECK_IN, "people.Account.last_check_in"),
        (burden.CHECK_IN, "posts.Duty.clock_in_at"),
        (burden.STREAK, "people.Account.days_in_a_row"),
        (burden.STREAK, "people.Account.online_minutes"),
        (burden.SCORE, "people.Person.points"),
        (burden.SCORE, "people.Person.red_score"),
    ],
)
def test_column_that_burdens_is_found(pattern: re.Pattern, name: str) -> None:
    assert burden.named_like(pattern, [name, "cases.Case.place_path", "cases.Summons.signed_in_at"]) == [name]


@pytest.mark.parametrize(
    "query",
    [
        'Case.objects.values("handler_id").annotate(n=Count("pk")).order_by("-n")',
        'journal.values(\n    "by_name"\n)\n.annotate(done=Sum("x"))',
        "select count(*) from cases_case group by account_id",
        'Engagement.objects.values("volunteer_id").annotate(n=Sum("confirmed_minutes")).order_by("-n")',
    ],
)
def test_ranking_of_persons_is_found_unless_it_says_why(query: str) -> None:
    assert burden.counted_by_person({"x.py": query}) == (["x.py"], [])
    assert burden.counted_by_person({"x.py": f"# counts persons: to pay them\n{query}"}) == (["x.py"], [])
    (why,) = burden.EXCUSES
    assert burden.counted_by_person({"x.py": f"# counts persons: {why}\n{query}"}) == (
        [],
        [("x.py", burden.EXCUSES[why])],
    )


def test_count_by_place_is_no_ranking_of_persons() -> None:
    assert burden.counted_by_person({"x.py": 'Case.objects.values("place_id").annotate(n=Count("pk"))'}) == (
        [],
        [],
    )


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (burden.DOWNLOAD, '<a href="https://apps.apple.com/cn/app/1">'),
        (burden.DOWNLOAD, "addEventListener('beforeinstallprompt')"),
        (burden.WATCHING, "navigator.geolocation.watchPosition(seen)"),
    ],
)
def test_page_that_burdens_is_found(pattern: re.Pattern, text: str) -> None:
    assert len(burden.said_in(pattern, {"page": text, "other": "<p>getCurrentPosition</p>"})) == 1
