import datetime as dt
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import translation

from tests.cast import SINCE, make_cast
from tests.engine.flows.threads import at_once
from tongxin.ground.organizations import actions as organizations
from tongxin.ground.organizations.rates import rates
from tongxin.ground.people.models import Account, Person
from tongxin.ground.posts.actions import appoint, relieve, stand_in
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.posts.authority import may_appoint
from tongxin.ground.posts.gates import Forbidden, Hidden
from tongxin.ground.posts.models import Change, Post
from tongxin.ground.posts.roles import ROLES
from tongxin.ground.posts.selectors import actor_for, history, posts

LATER = dt.date(2026, 6, 1)
AFTER = dt.date(2026, 6, 8)


@pytest.fixture
def newcomer(db) -> Account:
    return Account.objects.create(username="newcomer", password="!")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def refused(**asked) -> list[str]:
    with pytest.raises(ValidationError) as raised:
        appoint(by=SYSTEM, **asked)
    return raised.value.messages


def test_a_post_needs_exactly_one_subject(cast, newcomer) -> None:
    said = ["A post is held in a place or in an organization, not both."]
    assert refused(role="community_worker", account=newcomer) == said
    both = {"place": cast.a.community, "organization": cast.a.housing}
    assert refused(role="community_worker", account=newcomer, **both) == said


def test_a_post_needs_a_holder(cast) -> None:
    assert refused(role="community_worker", place=cast.a.community) == ["Say who holds the post."]


def test_a_role_is_held_at_its_levels_and_in_its_kinds_only(cast, newcomer) -> None:
    assert refused(role="community_worker", account=newcomer, place=cast.a.street) == [
        "Community worker is not held at a place of that level."
    ]
    assert refused(role="mediator", account=newcomer, organization=cast.a.housing) == [
        "Mediator is not held in an organization of the kind: Department."
    ]
    assert refused(role="magician", account=newcomer, place=cast.a.street) == ["There is no such role."]


def test_the_same_post_is_not_held_twice_at_a_time(cast) -> None:
    again = {"role": "community_worker", "account": cast.a.community_worker, "place": cast.a.community}
    assert refused(**again) == ["This person already holds this post in that time."]
    relieve(cast.a.community_worker.posts.get(), on=LATER, by=SYSTEM)
    assert appoint(since=LATER, by=SYSTEM, **again).since == LATER


def test_there_is_one_secretary_at_a_time(cast, newcomer) -> None:
    assert refused(role="community_secretary", account=newcomer, place=cast.a.community) == [
        "Someone else holds this post in that time; relieve them first."
    ]


def test_nobody_is_appointed_where_nothing_is_any_more(cast, newcomer) -> None:
    organizations.close_organization(cast.a.housing, on=LATER, by=SYSTEM)
    asked = {"role": "unit_staff", "account": newcomer, "organization": cast.a.housing, "since": LATER}
    assert refused(**asked) == ["住建办 was closed before that day."]


def test_the_three_administrators_are_three_people(cast) -> None:
    assert refused(role="auditor", account=cast.a.system_admin, place=cast.zone) == [
        "Nobody is both auditor and system administrator."
    ]


def test_the_three_administrators_are_three_people_on_every_day_and_as_stand_ins(cast, newcomer) -> None:
    """Not by a post that begins later, nor by the account of a person, nor in somebody's place."""
    auditor = cast.a.auditor.posts.get()
    appoint(role="system_admin", account=newcomer, place=cast.zone, since=LATER, by=SYSTEM)
    said = ["Nobody is both auditor and system administrator."]
    assert refused(role="auditor", account=newcomer, place=cast.zone, since=SINCE) == said
    assert refused(role="auditor", account=newcomer, place=cast.zone, since=SINCE, until=AFTER) == said
    with pytest.raises(ValidationError) as raised:
        stand_in(auditor, account=newcomer, since=LATER, until=AFTER, by=SYSTEM)
    assert raised.value.messages == said
    appoint(role="auditor", account=newcomer, place=cast.zone, since=SINCE, until=LATER, by=SYSTEM)


def test_a_person_is_not_two_administrators_by_way_of_their_account(cast, newcomer) -> None:
    newcomer.person = Person.objects.create()
    newcomer.save()
    appoint(role="system_admin", person=newcomer.person, place=cast.zone, by=SYSTEM)
    assert refused(role="auditor", account=newcomer, place=cast.zone) == [
        "Nobody is both auditor and system administrator."
    ]


def test_a_street_appoints_in_its_own_street_only(cast, newcomer) -> None:
    desk = cast.actor(cast.a.street_desk)
    appoint(role="community_worker", account=newcomer, place=cast.a.other_community, by=desk)
    with pytest.raises(Hidden):
        appoint(role="community_worker", account=newcomer, place=cast.b.community, by=desk)


def test_nobody_appoints_peers_or_superiors(cast, newcomer) -> None:
    secretary = cast.actor(cast.a.community_secretary)
    with pytest.raises(Forbidden) as raised:
        appoint(role="station_manager", account=newcomer, place=cast.a.community, by=secretary)
    assert raised.value.reason == (
        "Only the street dispatcher or security administrator may fill this post; please ask there."
    )
    with pytest.raises(Forbidden) as raised:
        appoint(role="system_admin", account=newcomer, place=cast.zone, by=cast.actor(cast.a.security_admin))
    assert raised.value.reason == "This post is filled from the server's command line only."


def test_who_lacks_the_verb_is_told_who_has_it(cast, newcomer) -> None:
    """An auditor sees the street, but no noun "post"; a security administrator may fill posts everywhere."""
    with pytest.raises(Hidden):
        appoint(role="cell_lead", account=newcomer, place=cast.a.other_cell, by=cast.actor(cast.a.auditor))
    admin = cast.actor(cast.a.security_admin)
    assert appoint(role="cell_lead", account=newcomer, place=cast.a.other_cell, by=admin).role == "cell_lead"


def test_a_unit_belongs_to_the_area_it_covers_or_serves(cast) -> None:
    for body in (cast.a.housing, cast.a.property_company, cast.a.owners_committee):
        assert may_appoint(cast.actor(cast.a.street_desk), ROLES["unit_staff"], body)
        assert not may_appoint(cast.actor(cast.b.street_desk), ROLES["unit_staff"], body)
    new = organizations.found_organization(kind="department", name="新部门", by=SYSTEM)
    assert not may_appoint(cast.actor(cast.a.street_desk), ROLES["unit_staff"], new)
    assert may_appoint(cast.actor(cast.a.security_admin), ROLES["unit_staff"], new)


def test_a_stand_in_may_the_same_between_two_days(cast, newcomer) -> None:
    secretary = cast.a.community_secretary.posts.get()
    until = LATER + dt.timedelta(days=7)
    stand_in(secretary, account=newcomer, since=LATER, until=until, by=SYSTEM)
    assert actor_for(newcomer, LATER).holds("community_secretary", cast.a.door.path)
    assert actor_for(newcomer, until).holdings == ()
    assert posts(LATER).filter(role="community_secretary", place=cast.a.community).count() == 2


def test_a_stand_in_stays_within_the_post_and_is_someone_else(cast, newcomer) -> None:
    post = cast.a.community_secretary.posts.get()
    with pytest.raises(ValidationError) as raised:
        stand_in(post, account=newcomer, since=SINCE - dt.timedelta(days=1), until=LATER, by=SYSTEM)
    assert raised.value.messages == ["A stand-in stays within the days of the post itself."]
    with pytest.raises(ValidationError) as raised:
        stand_in(post, account=cast.a.community_secretary, since=LATER, until=LATER, by=SYSTEM)
    assert raised.value.messages == ["Nobody stands in for themselves."]


def test_relieving_ends_the_stand_in_too_and_only_once(cast, newcomer) -> None:
    post = cast.a.community_secretary.posts.get()
    deputy = stand_in(post, account=newcomer, since=SINCE, until=LATER + dt.timedelta(days=7), by=SYSTEM)
    relieve(post, on=LATER, by=SYSTEM)
    deputy.refresh_from_db()
    assert deputy.until == LATER
    with pytest.raises(ValidationError) as raised:
        relieve(post, on=LATER, by=SYSTEM)
    assert raised.value.messages == ["This post ended on 2026-06-01."]


def test_relieving_ends_the_stand_in_too_who_has_not_begun(cast, newcomer) -> None:
    post = cast.a.community_secretary.posts.get()
    deputy = stand_in(post, account=newcomer, since=LATER, until=AFTER, by=SYSTEM)
    relieve(post, on=SINCE + dt.timedelta(days=1), by=SYSTEM)
    deputy.refresh_from_db()
    assert (deputy.since, deputy.until) == (LATER, LATER)
    assert actor_for(newcomer, LATER).holdings == ()


def test_nobody_stands_in_for_a_stand_in(cast, newcomer) -> None:
    """Who stands in for a stand-in would stay when the post ends."""
    post = cast.a.community_secretary.posts.get()
    deputy = stand_in(post, account=newcomer, since=LATER, until=AFTER, by=SYSTEM)
    with pytest.raises(ValidationError) as raised:
        stand_in(deputy, account=cast.a.community_worker, since=LATER, until=AFTER, by=SYSTEM)
    assert raised.value.messages == ["Set the stand-in for the post itself, not for whoever stands in."]


def test_an_adviser_in_a_post_is_an_adviser_posted(cast) -> None:
    company = cast.a.property_company
    assert set(rates(LATER)["adviser_posting"].numerator_ids) == {company.pk, cast.b.property_company.pk}
    relieve(company.posts.get(role="party_building_adviser"), on=LATER, by=SYSTEM)
    assert rates(LATER)["adviser_posting"].numerator_ids == (cast.b.property_company.pk,)


def test_every_change_keeps_who_and_when_and_can_not_be_rewritten(cast) -> None:
    post = cast.a.community_worker.posts.get()
    relieve(post, on=LATER, by=cast.actor(cast.a.street_desk))
    assert [(change.what, change.by_name) for change in history(post)] == [
        ("relieve", "兴仁街道 街道调度员"),
        ("appoint", "system"),
    ]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Change.objects.all().delete()


def test_the_database_itself_refuses_a_post_in_two_subjects(cast, newcomer) -> None:
    post = Post(
        role="unit_staff",
        account=newcomer,
        place=cast.a.community,
        organization=cast.a.housing,
        place_path=cast.a.community.path,
        since=SINCE,
    )
    with pytest.raises(DatabaseError, match="post_in_one_place_or_organization"), transaction.atomic():
        post.save()


@pytest.mark.django_db(transaction=True)
def test_two_who_appoint_one_person_at_once_make_no_auditor_and_administrator():
    cast = make_cast()
    person = Person.objects.create(name="李同时", place_path=cast.zone.path, invented=True)
    account = Account.objects.create(username="both", password="!", person=person)
    outcomes = at_once(
        partial(appoint, by=SYSTEM, role="auditor", account=account, place=cast.zone),
        partial(appoint, by=SYSTEM, role="system_admin", person=person, place=cast.zone),
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["Post", "ValidationError"]
