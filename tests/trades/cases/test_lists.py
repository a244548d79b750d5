"""Lists: search finds exactly what a naive reading finds, pages join without gap or double, counts stop at
a hundred.
"""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongxin.ground.posts.actors import NOBODY, SYSTEM
from tongxin.trades.cases import actions, tokens
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.selectors import Filters, counts, matching, queue, search, summons_queue

LETTERS = "电梯坏了停车位噪音水Ab1，。 '\\%_&"
texts = st.text(alphabet=LETTERS, min_size=1, max_size=30).filter(str.strip)


def many(walk, count, **facts):
    rows = [
        actions.Row(
            text=f"第{n}件事：停车",
            place=walk.cast.a.door,
            reported_at=timezone.now() - timedelta(minutes=n % 7),
            **facts,
        )
        for n in range(count)
    ]
    return list(actions.intake_many(rows, by=SYSTEM).new.values())


def keys(page):
    return [line.pk for line in page.rows]


def all_pages(read):
    found, after = [], ""
    while True:
        page = read(after)
        found += page.rows
        if not page.after:
            return found
        after = page.after


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stored=st.lists(texts, min_size=1, max_size=8), query=st.text(alphabet=LETTERS, min_size=1, max_size=5)
)
def test_search_equals_reading_every_text(walk, stored, query):
    rows = [actions.Row(text=text, place=walk.cast.a.door, reported_at=timezone.now()) for text in stored]
    cases = actions.intake_many(rows, by=SYSTEM).new.values()
    keys = {case.pk for case in cases}
    words = tokens.sought(query)
    naive = {case.pk for case in cases if words and all(word in case.haystack for word in words)}
    if not query.strip():
        naive = keys
    found = all_pages(lambda after: search(query, walk.desk, after=after, size=3))
    assert {case.pk for case in found} & keys == naive


def test_two_character_words_place_names_and_numbers_are_found(walk):
    case = walk.report("电梯又坏了")
    other = walk.report("路灯不亮", place=walk.cast.a.other_cell)
    assert keys(search("电梯", walk.desk)) == [case.pk]
    assert keys(search("梯又", walk.desk)) == [case.pk]
    assert keys(search("电 坏", walk.desk)) == [case.pk]
    assert keys(search("301", walk.desk)) == [case.pk]
    assert keys(search(f" {other.number[:3]}-{other.number[3:]} ", walk.desk)) == [other.pk]
    assert search("!!!", walk.desk).rows == []


def test_nobody_finds_what_he_may_not_read(walk):
    walk.report("电梯又坏了")
    neighbour = walk.cast.actor(walk.cast.b.community_worker)
    for actor in (neighbour, NOBODY, walk.property, walk.cast.actor(walk.cast.a.system_admin)):
        assert search("电梯", actor).rows == []
        assert queue(actor).rows == []
        assert counts(actor, {"all": Filters()}) == {"all": 0}


@pytest.mark.parametrize("size", [1, 4, 50])
def test_pages_of_the_queue_join_without_gap_or_double_and_timeless_come_last(walk, size):
    cases = many(walk, 12)
    Case.objects.filter(pk__in=[case.pk for case in cases[:3]]).update(due_at=None)
    paged = all_pages(lambda after: queue(walk.desk, after=after, size=size))
    keys = [(case.due_at is None, case.due_at, case.pk) for case in paged]
    assert len(keys) == 12
    assert keys == sorted(keys, key=lambda key: (key[0], key[1] or timezone.now(), key[2]))


def test_pages_of_a_search_join_newest_first(walk):
    many(walk, 15)
    paged = all_pages(lambda after: search("停车", walk.desk, after=after, size=4))
    keys = [(case.reported_at, case.pk) for case in paged]
    assert (len(keys), keys) == (15, sorted(keys, reverse=True))


@pytest.mark.parametrize("mark", ["x", "-_", "2026-13-45_3", "_5", "2026-01-01_٣", "１_1"])
def test_a_broken_mark_starts_from_the_beginning(walk, mark):
    case = walk.report()
    assert keys(queue(walk.desk, after=mark)) == keys(search("", walk.desk, after=mark)) == [case.pk]


def test_lists_and_counts_follow_the_time(walk):
    case = walk.report()
    late, due = Filters(late=True), Filters(due_day=timezone.localdate(case.due_at))
    groups = {"late": late, "due": due}
    assert (keys(queue(walk.desk, late)), keys(queue(walk.desk, due))) == ([], [case.pk])
    assert counts(walk.desk, groups) == {"late": 0, "due": 1}
    with time_machine.travel(case.due_at + timedelta(seconds=1), tick=False):
        assert (keys(queue(walk.desk, late)), keys(queue(walk.desk, due))) == ([case.pk], [])
        assert counts(walk.desk, groups) == {"late": 1, "due": 0}


def test_every_filter_narrows(walk):
    normal, danger = walk.report(), walk.report("三楼着火", channel="phone")
    accepted = actions.accept(walk.report(), by=walk.desk, category=walk.category, urgency="normal")
    closed = walk.case("closed")
    late = normal.due_at + timedelta(seconds=1)

    def found(**narrow):
        return {case.pk for case in search("", walk.desk, Filters(**narrow)).rows}

    assert found(open_only=True) == {normal.pk, danger.pk, accepted.pk}
    assert found(states=("reported",)) == {normal.pk, danger.pk}
    assert found(urgency="emergency") == found(channel="phone") == {danger.pk}
    assert found(category=walk.category.path) == {accepted.pk, closed.pk}
    assert found(path=walk.cast.a.cell.path) == {normal.pk, danger.pk, accepted.pk, closed.pk}
    assert found(path=walk.cast.a.other_cell.path) == set()
    assert found(since=late) == set()
    assert found(until=late) == {normal.pk, danger.pk, accepted.pk, closed.pk}
    assert found(excluded=True) == set()
    actions.whistle(accepted, by=walk.desk, units=[walk.cast.a.squad], note="请处理")
    assert found(mine=True) == {normal.pk, danger.pk}


def test_late_is_what_is_past_due_and_not_paused(walk):
    case = walk.case("accepted")
    Case.objects.filter(pk=case.pk).update(due_at=timezone.now() - timedelta(hours=1))
    assert keys(queue(walk.desk, Filters(late=True))) == [case.pk]
    assert counts(walk.desk, {"late": Filters(late=True), "open": Filters(open_only=True)}) == {
        "late": 1,
        "open": 1,
    }
    Case.objects.filter(pk=case.pk).update(paused_at=timezone.now() - timedelta(hours=2))
    assert queue(walk.desk, Filters(late=True)).rows == []


def test_counting_stops_at_a_hundred(walk):
    many(walk, 105)
    assert counts(walk.desk, {"停车": Filters(q="停车"), "none": Filters(q="没有")}) == {
        "停车": 100,
        "none": 0,
    }


def test_a_unit_sees_the_cases_it_was_summoned_to_and_no_others(walk):
    case = walk.case("whistled")
    walk.case("whistled")
    mine = summons_queue(walk.property).rows
    assert [summons.organization for summons in mine] == [walk.cast.a.property_company] * 2
    actions.call_off(case.open_summonses()[0], by=walk.desk, reason="不用了")
    assert len(summons_queue(walk.property).rows) == 1
    assert summons_queue(walk.squad).rows == []


def test_a_page_is_one_query_or_two_at_the_end(walk, django_assert_num_queries):
    many(walk, 60)
    desk = walk.desk
    with django_assert_num_queries(1):
        page = queue(desk, Filters(q="停车"))
        assert [(line.place, line.category) for line in page.rows] == [(walk.cast.a.door.name, "")] * 50
    with django_assert_num_queries(2):
        queue(desk, after=page.after)
    with django_assert_num_queries(1):
        search("停车", desk)
    with django_assert_num_queries(1):
        counts(desk, {name: Filters(states=(name,)) for name in ("reported", "accepted", "whistled")})


@pytest.mark.parametrize(
    ("filters", "lists"),
    [
        (Filters(open_only=True), 1),
        (Filters(states=("reported",), open_only=True, mine=True, late=True), 1),
        (Filters(), 0),
    ],
)
def test_states_are_asked_for_once(walk, filters, lists):
    """Twice over, the planner takes an open case for one in a thousand and sorts all of them for a page."""
    asked = str(matching.narrowed(walk.desk, filters).query)
    assert asked.count('"cases_case"."state" IN') == lists


def test_the_first_page_says_nothing_on_due_moments(walk, django_assert_num_queries):
    many(walk, 2)
    desk = walk.desk
    with django_assert_num_queries(1) as sent:
        queue(desk)
    assert "IS NOT NULL" not in sent.captured_queries[0]["sql"]


@pytest.mark.parametrize(("word", "rechecks"), [("梯", 0), ("电梯", 0), ("电梯坏", 1)])
def test_only_longer_words_are_looked_for_in_the_text_again(word, rechecks):
    """A second condition makes a common word look rare, and the plan that suits a rare one takes seconds."""
    assert str(Case.objects.filter(matching.words(word)).only("pk").query).count("STRPOS") == rechecks
