"""A page costs the same few queries, whatever stands on it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.trades.cases.views.writing import REPORT, begun, photo
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory.actions import issue_code
from tongxin.trades.cases import actions
from tongxin.trades.cases.links import token_for

MANY = 30


@pytest.fixture
def fill(walk):
    """``fill(30)``: so many more cases behind the same door."""

    def with_cases(count: int) -> None:
        hour = timezone.now() - timedelta(hours=1)
        rows = [
            actions.Row(
                text=f"第{n}件：楼道堆物", place=walk.cast.a.door, reported_at=hour, category=walk.category
            )
            for n in range(count)
        ]
        actions.intake_many(rows, by=SYSTEM)

    return with_cases


def lengthen(walk, case) -> None:
    """Give a case a long story: notes, additions, urging."""
    for n in range(MANY):
        actions.note(case, by=walk.desk, text=f"备注 {n}")
        actions.supply(case, by=walk.resident_of(case), text=f"补充 {n}")


def test_place_page(walk, stranger, fill, asked) -> None:
    address = reverse("cases:place", args=[issue_code(walk.cast.a.door, by=SYSTEM).code])
    fill(1)
    one = asked(stranger, address)
    fill(MANY)
    # Three of its own; five name who answers here.
    assert (asked(stranger, address), one) == (8, 8)


def test_report_pages(walk, stranger, asked) -> None:
    assert asked(stranger, f"{REPORT}?place={walk.cast.a.door.pk}") <= 2
    draft = begun(stranger, walk.cast.a.door, photos=photo())
    assert asked(stranger, draft) <= 4
    assert asked(stranger, f"{draft}/where") <= 2
    assert asked(stranger, f"{draft}/where?choose&within={walk.cast.a.community.pk}") <= 4
    assert asked(stranger, f"{draft}/check") <= 3


def test_track_page(walk, reporter_of, asked) -> None:
    case = walk.case("whistled")
    browser, address = reporter_of(case), reverse("cases:tracked", args=[case.number])
    one = asked(browser, address)
    lengthen(walk, case)
    assert (asked(browser, address), one <= 12) == (one, True)


@pytest.mark.parametrize("view", ["mine", "late", "open", "all"])
def test_queue_page(walk, desk, fill, asked, view) -> None:
    address = f"{reverse('cases:queue')}?view={view}"
    fill(1)
    one = asked(desk, address)
    fill(MANY)
    assert (asked(desk, address), one <= 12) == (one, True)


@pytest.mark.parametrize("state", ["reported", "whistled", "answered", "closed"])
def test_case_page(walk, desk, asked, state) -> None:
    case = walk.case(state)
    address = reverse("cases:case", args=[case.number])
    if state == "whistled":
        actions.supply(case, by=walk.resident_of(case), text="补充")
    one = asked(desk, address)
    if state == "whistled":
        lengthen(walk, case)
        actions.whistle(case, by=walk.desk, units=[walk.cast.a.squad], note="请协助")
    assert (asked(desk, address), one <= 12) == (one, True)


def test_case_page_beside_many_like_it(walk, desk, fill, asked) -> None:
    case = walk.report("楼道堆物")
    address = reverse("cases:case", args=[case.number])
    fill(1)
    one = asked(desk, address)
    fill(MANY)
    assert (asked(desk, address), one <= 12) == (one, True)


def test_unit_page_by_link_and_by_account(walk, sign_in, stranger, asked) -> None:
    summons = walk.summons("signed_in")
    by_link = reverse("cases:linked", args=[token_for(summons)])
    by_account = reverse("cases:summons", args=[summons.pk])
    staff = sign_in(walk.cast.a.property_staff)
    before = asked(stranger, by_link), asked(staff, by_account)
    for n in range(MANY):
        actions.unit_progress(summons, by=walk.property, note=f"进展 {n}")
    assert (asked(stranger, by_link), asked(staff, by_account)) == before
    assert max(before) <= 12


def test_list_of_a_unit(walk, sign_in, asked) -> None:
    staff, address = sign_in(walk.cast.a.property_staff), reverse("cases:summonses")
    walk.case("whistled")
    one = asked(staff, address)
    for _each in range(9):
        walk.case("whistled")
    assert (asked(staff, address), one <= 12) == (one, True)
