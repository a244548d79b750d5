"""Statements composed once: what is left open is filled each time, what is stored is read each time."""

import datetime as dt
import gc
from weakref import ref

import pytest
from django.db import connection
from django.db.models import QuerySet, Value
from django.test.utils import CaptureQueriesContext
from django.utils.functional import SimpleLazyObject

from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import scope_q
from tongxin.ground.posts.models import Post
from tongxin.ground.posts.selectors import actor_for
from tongxin.ground.statements import Given, Statement, composed
from tongxin.ground.territory.models import Place

pytestmark = pytest.mark.django_db


def test_what_is_left_open_is_filled_each_time(cast, django_assert_num_queries):
    statement = Statement(Place.objects.filter(pk=Given("pk")).values_list("path", "name"))
    with django_assert_num_queries(2):
        assert statement.rows(pk=cast.a.cell.pk) == [(cast.a.cell.path, cast.a.cell.name)]
        assert statement.rows(pk=cast.b.street.pk) == [(cast.b.street.path, cast.b.street.name)]
    with pytest.raises(KeyError):
        statement.rows()


def test_rows_are_read_anew_each_time(cast):
    statement = Statement(Place.objects.filter(pk=cast.a.cell.pk).values_list("name"))
    assert statement.rows() == [("1邻",)]
    Place.objects.filter(pk=cast.a.cell.pk).update(name="一邻")
    assert statement.rows() == [("一邻",)]


def test_values_are_read_by_their_fields(cast):
    rows = Statement(Place.objects.filter(pk=cast.a.cell.pk).values_list("pk", "outline")).rows()
    assert rows == list(Place.objects.filter(pk=cast.a.cell.pk).values_list("pk", "outline"))


def test_things_come_with_what_they_are_related_to(cast, django_assert_num_queries):
    held = Post.objects.filter(place_path=cast.a.community.path).order_by("pk")
    query = held.select_related("place__level", "organization").annotate(seen=Value("yes")).defer("since")
    statement = Statement(query)
    with django_assert_num_queries(1):
        found = statement.things()
        told = [(each.pk, each.place.level.code, each.organization, each.seen) for each in found]
    assert told == [(each.pk, each.place.level.code, None, "yes") for each in query]
    assert [each.get_deferred_fields() for each in found] == [{"since"}] * len(told)


def test_what_nothing_can_fit_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Statement(Place.objects.filter(pk__in=[])).things() == []
        assert _counts(()).asked() == {"none": 0}


def test_one_of_a_list_that_is_left_open(cast):
    statement = Statement(Place.objects.filter(pk__one_of=Given("keys")).order_by("path").values_list("pk"))
    keys = [cast.a.street.pk, cast.a.cell.pk]
    assert statement.rows(keys=keys) == [(key,) for key in keys]
    assert statement.rows(keys=[]) == []


def test_named_queries_are_counted_in_one(cast, django_assert_num_queries):
    paths = (cast.a.street.path, cast.a.cell.path)
    stored = {path: Place.objects.filter(path__startswith=path).count() for path in paths}
    with django_assert_num_queries(1):
        assert _counts(paths).asked() == stored | {"none": 0}


def test_a_statement_is_composed_once_for_what_it_depends_on(cast):
    composing = []

    @composed
    def named(name: str) -> QuerySet[Place]:
        composing.append(name)
        return Place.objects.filter(name=name).values_list("pk")

    for name in ("1邻", "2邻", "1邻"):
        assert sorted(named(name).rows()) == sorted(Place.objects.filter(name=name).values_list("pk"))
    assert composing == ["1邻", "2邻"]


def test_a_post_counts_from_the_day_it_is_held_and_no_longer(cast):
    account = cast.a.community_worker
    post = Post.objects.get(account=account)
    assert [each.role for each in actor_for(account).holdings] == [post.role]
    assert actor_for(account, post.since - dt.timedelta(days=1)).holdings == ()
    Post.objects.filter(pk=post.pk).update(until=post.since + dt.timedelta(days=1))
    assert actor_for(account).holdings == ()


@composed
def _counts(paths: tuple[str, ...]) -> list[tuple[str, QuerySet]]:
    named = [(path, Place.objects.filter(path__startswith=path).order_by()) for path in paths]
    return [*named, ("none", Place.objects.none())]


def test_a_statement_keeps_no_request(cast):
    class Request:
        def actor(self):
            return cast.actor(cast.a.community_worker)

    request = Request()
    kept = ref(request)
    assert _of_an_actor(SimpleLazyObject(request.actor)) is _of_an_actor(request.actor())
    del request
    gc.collect()
    assert kept() is None


def test_what_is_asked_again_is_prepared_by_the_session_unless_a_value_weighs(cast):
    name = "50% 'ä' \\ %s"
    Place.objects.filter(pk=cast.a.cell.pk).update(name=name)
    for weighs in (False, True):
        query = Place.objects.filter(pk=Given("pk", weighs=weighs), name=name)
        statement = Statement(query.values_list("path", "name", "pk" if weighs else "code"))
        with CaptureQueriesContext(connection) as sent:
            for _time in range(5):
                assert [row[:2] for row in statement.rows(pk=cast.a.cell.pk)] == [(cast.a.cell.path, name)]
        assert len({each["sql"] for each in sent.captured_queries}) == 1
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_prepared_statements where statement like %s", ["%50\\% ''ä%"])
        assert cursor.fetchone() == (1,)


@composed
def _of_an_actor(actor: Actor) -> QuerySet[Place]:
    return Place.objects.filter(scope_q(actor, "case.read", "path"))
