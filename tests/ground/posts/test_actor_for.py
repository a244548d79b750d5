import datetime as dt
import random

from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from tests.cast import SINCE
from tongxin.ground.organizations import actions as organizations
from tongxin.ground.posts import gates
from tongxin.ground.posts.actions import appoint, relieve
from tongxin.ground.posts.actors import NOBODY, SYSTEM, Actor, Holding
from tongxin.ground.posts.middleware import ActorMiddleware
from tongxin.ground.posts.roles import ROLES
from tongxin.ground.posts.selectors import actor_for, posts_here
from tongxin.ground.posts.verbs import VERBS
from tongxin.ground.territory.models import Place

LATER = dt.date(2026, 6, 1)


def test_a_post_in_a_place_counts_there_and_carries_no_name(cast) -> None:
    account = cast.a.community_worker
    actor = actor_for(account)
    assert (actor.key, actor.account_id) == (f"account:{account.pk}", account.pk)
    assert actor.name == "天安社区 社区工作者"
    assert [holding.paths for holding in actor.holdings] == [(cast.a.community.path,)]


def test_a_post_in_a_party_organization_counts_in_the_places_it_covers(cast) -> None:
    actor = actor_for(cast.a.grid_secretary)
    assert actor.holds("grid_secretary", cast.a.door.path)
    assert not actor.holds("grid_secretary", cast.a.section.path)
    assert actor.organization_ids == {cast.a.grid_branch.pk}


def test_a_unit_sees_no_place_even_where_it_covers_one(cast) -> None:
    actor = actor_for(cast.a.unit_staff)
    assert gates.scope(actor, "case.answer") == []
    assert actor.organization_ids == {cast.a.housing.pk}


def test_two_queries_whatever_the_posts(cast, django_assert_max_num_queries) -> None:
    account = cast.a.grid_secretary
    for place in (cast.a.community, cast.b.community):
        appoint(role="community_worker", account=account, place=place, by=SYSTEM)
    with django_assert_max_num_queries(2):
        assert len(actor_for(account).holdings) == 3


def test_a_post_counts_from_its_first_day_until_it_is_relieved(cast) -> None:
    account = cast.a.community_worker
    assert actor_for(account, SINCE - dt.timedelta(days=1)).holdings == ()
    relieve(account.posts.get(), on=LATER, by=SYSTEM)
    assert len(actor_for(account, LATER - dt.timedelta(days=1)).holdings) == 1
    assert actor_for(account, LATER).holdings == ()


def test_a_post_of_the_person_counts_for_its_account(cast) -> None:
    account = cast.a.community_worker
    account.person = cast.resident
    account.save()
    appoint(role="cell_lead", person=cast.resident, place=cast.a.other_cell, by=SYSTEM)
    assert actor_for(account).roles == {"community_worker", "cell_lead"}


def test_a_post_in_a_closed_organization_counts_no_more(cast) -> None:
    organizations.close_organization(cast.a.housing, on=LATER, by=SYSTEM)
    assert actor_for(cast.a.unit_staff, LATER).holdings == ()


def test_an_account_that_is_switched_off_is_nobody(cast) -> None:
    account = cast.a.community_worker
    account.is_active = False
    assert actor_for(account) is NOBODY


def test_posts_here_agree_with_what_the_actors_hold(cast) -> None:
    everyone = [cast.actor(account) for account in (*cast.a.accounts.values(), *cast.b.accounts.values())]
    for path in (cast.a.door.path, cast.a.group.path, cast.b.community.path, cast.zone.path):
        for role in cast.roles():
            here = {post.account_id for post in posts_here(role, path)}
            assert here == {actor.account_id for actor in everyone if actor.holds(role, path)}
            above = {post.account_id for post in posts_here(role, path, above=True)}
            assert above == {a.account_id for a in everyone if gates.holds_above(a, role, path)}


def test_scope_as_a_filter_agrees_with_sees(cast) -> None:
    places = list(Place.objects.all())
    for account in (*cast.a.accounts.values(), *cast.b.accounts.values()):
        actor = cast.actor(account)
        found = set(Place.objects.filter(gates.scope_q(actor, "territory.read", "path")))
        assert found == {place for place in places if gates.sees(actor, place.path, "territory.read")}
    assert Place.objects.filter(gates.scope_q(SYSTEM, "territory.read", "path")).count() == len(places)
    assert Place.objects.filter(gates.scope_q(NOBODY, "territory.read", "path")).count() == 0


def test_a_request_asks_who_acts_only_when_someone_wants_to_know(cast, django_assert_num_queries) -> None:
    request = RequestFactory().get("/")
    request.user = cast.a.community_worker
    with django_assert_num_queries(0):
        ActorMiddleware(lambda request: None)(request)
    with django_assert_num_queries(1):
        assert request.actor.account_id == cast.a.community_worker.pk
        assert request.actor.roles == {"community_worker"}


def test_a_request_without_an_account_is_nobody(db) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    ActorMiddleware(lambda request: None)(request)
    assert request.actor == NOBODY


def test_scope_as_a_filter_agrees_with_sees_for_any_holdings(cast) -> None:
    places = list(Place.objects.all())
    dice = random.Random(520)
    for _ in range(100):
        held = [
            Holding(dice.choice(list(ROLES)), None, tuple(place.path for place in dice.sample(places, 2)))
            for _ in range(dice.randint(0, 4))
        ]
        actor, verb = Actor(key="account:1", holdings=tuple(held)), dice.choice(list(VERBS))
        found = set(Place.objects.filter(gates.scope_q(actor, verb, "path")))
        assert found == {place for place in places if gates.sees(actor, place.path, verb)}
