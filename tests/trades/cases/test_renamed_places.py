"""A place gets another name or parent: its cases are found by old and new, and stand where it stands."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.engine.flows.threads import at_once
from tests.trades.cases.walking import Walk
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory import actions as territory
from tongxin.ground.territory.models import Place
from tongxin.trades.cases import actions
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.selectors import search

LATER = timedelta(minutes=2)


def found(walk: Walk, words: str) -> set[int]:
    return {case.pk for case in search(words, walk.street).rows}


def test_a_renamed_place_is_found_by_its_old_and_its_new_name(walk) -> None:
    here = walk.report()
    next_door = walk.report(place=walk.cast.a.other_community)
    territory.rename(walk.cast.a.community, name="安康社区", by=SYSTEM)
    assert found(walk, "安康社区 301") == set()
    assert actions.learn_names(now=timezone.now() + LATER) == 1
    assert found(walk, "安康社区 301") == found(walk, "天安社区 301") == {here.pk}
    assert found(walk, "光明社区") == {next_door.pk}
    here.refresh_from_db()
    assert (here.version, here.state) == (1, "reported")


def test_a_moved_place_is_found_below_its_new_parent(walk) -> None:
    case = walk.report()
    territory.move(walk.cast.a.building, to=walk.cast.a.other_community, by=SYSTEM)
    assert actions.learn_names(now=timezone.now() + LATER) == 1
    assert found(walk, "光明社区 301") == found(walk, "天安社区 301") == {case.pk}


def test_names_are_learnt_once_and_a_minute_late(walk) -> None:
    walk.report()
    territory.rename(walk.cast.a.community, name="安康社区", by=SYSTEM)
    territory.edit(walk.cast.a.community, by=SYSTEM, households=9)
    assert actions.learn_names(now=timezone.now()) == 0
    assert found(walk, "安康社区") == set()
    assert [actions.learn_names(now=timezone.now() + LATER) for _each in range(2)] == [1, 0]
    case = Case.objects.get()
    assert case.haystack.count("安康社区 3号楼 2单元 301") == 1


def test_reading_the_whole_record_again_adds_nothing(walk) -> None:
    """A reader that broke off begins where it was; what it has done already stays as it is."""
    walk.report()
    territory.rename(walk.cast.a.community, name="安康社区", by=SYSTEM)
    actions.learn_names(now=timezone.now() + LATER)
    before = Case.objects.get().haystack
    walk.report()
    territory.rename(walk.cast.a.community, name="天安社区", by=SYSTEM)
    assert actions.learn_names(now=timezone.now() + LATER) == 1
    assert Case.objects.order_by("pk").first().haystack == before


WAITING = "select count(*) from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))"


def somebody_waits_for_us() -> None:
    """Go on when another connection stands still before what this transaction holds."""
    with connection.cursor() as cursor:
        for _each in range(600):
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.1)
    raise AssertionError("nobody has waited for us within a minute")


def standing(case: Case) -> tuple[str, str]:
    case.refresh_from_db()
    return case.place_path, case.community_path


@pytest.mark.django_db(transaction=True)
def test_a_case_reported_while_its_place_moves_stands_at_the_right_path(walk) -> None:
    """Both ways round: the move is first and the report waits, the report is first and the move waits."""
    building, door = walk.cast.a.building, walk.cast.a.door
    begun = threading.Event()

    def first(what: Callable[[], object]) -> object:
        with transaction.atomic():
            done = what()
            begun.set()
            somebody_waits_for_us()
        return done

    def second(what: Callable[[], object]) -> object:
        assert begun.wait(60)
        return what()

    def move(to: Place) -> Callable[[], object]:
        return lambda: territory.move(building, to=to, by=SYSTEM)

    def report() -> Case:
        return walk.report(place=Place.objects.get(pk=door.pk), contact=None)

    stale = Place.objects.get(pk=door.pk)
    moved, late = at_once(
        partial(first, move(walk.cast.a.other_community)),
        partial(second, lambda: walk.report(place=stale, contact=None)),
    )
    door.refresh_from_db()
    assert (standing(late), moved.path) == ((door.path, walk.cast.a.other_community.path), door.path[:-8])
    begun.clear()
    early, moved = at_once(partial(first, report), partial(second, move(walk.cast.a.other_cell)))
    door.refresh_from_db()
    assert (standing(early), moved.path) == ((door.path, walk.cast.a.community.path), door.path[:-8])
