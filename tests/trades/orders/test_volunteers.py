"""Joining, proofs, leaving, certificates, and the menu they work by."""

from datetime import date, time
from functools import partial
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from tests.cast import make_cast
from tests.engine.flows.threads import at_once
from tests.trades.orders.walking import AT, DAY, NOW, Walk
from tongxin.engine.flows.refusals import Incomplete, NotNow
from tongxin.engine.tickets import numbers
from tongxin.ground.people.actions import erase
from tongxin.ground.people.models import Consent
from tongxin.ground.people.refusals import StillNeeded
from tongxin.ground.posts.actors import NOBODY, SYSTEM
from tongxin.ground.posts.gates import Forbidden, Hidden
from tongxin.trades.orders import actions
from tongxin.trades.orders.actors import volunteer_actor
from tongxin.trades.orders.models import MemberRegistration, Rating, ServiceKind, Skill, Volunteer
from tongxin.trades.orders.selectors import verify


def test_who_joins_agrees_to_the_text_and_waits_to_be_admitted(walk):
    volunteer = walk.joined(skills=["repair"], tongues=["dialect"], hours=[(6, time(9), time(11))])
    assert (volunteer.state, volunteer.place_path) == ("joined", walk.cast.a.community.path)
    assert volunteer.due_at is not None
    assert numbers.is_number(volunteer.number, numbers.VOLUNTEERS)
    assert Consent.objects.get(person=volunteer.person, kind="volunteer").withdrawn_at is None


@pytest.mark.parametrize(
    ("kwargs", "field"),
    [
        ({"skills": ["flying"]}, "skills"),
        ({"interests": ["flying"]}, "interests"),
        ({"tongues": ["latin"]}, "tongues"),
        ({"hours": [(6, time(11), time(9))]}, "hours"),
        ({"hours": [(6, time(9), time(11)), (6, time(10), time(12))]}, "hours"),
        ({"hours": [(8, time(9), time(11))]}, "hours"),
        ({"most_open": 0}, "most_open"),
        ({"person": None, "organization": None}, "person"),
    ],
)
def test_bad_input_gets_a_sentence_and_nobody_joins(walk, kwargs, field):
    with pytest.raises(Incomplete) as refused:
        walk.joined(**kwargs)
    assert list(refused.value.errors) == [field]
    assert Volunteer.objects.count() == 0


def test_under_eighteen_a_guardian_agrees_and_a_child_does_not_join(walk):
    for born, guardian, field in ((2012, False, "guardian"), (2021, True, "person")):
        with pytest.raises(Incomplete) as refused:
            walk.joined(person=walk.person(born=born), guardian=guardian)
        assert list(refused.value.errors) == [field]
    assert walk.joined(person=walk.person(born=2013), guardian=True).guardian


def test_nobody_joins_twice(walk):
    person = walk.person()
    walk.joined(person=person)
    with pytest.raises(Incomplete) as refused:
        walk.joined(person=person)
    assert list(refused.value.errors) == ["person"]


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_who_write_down_one_organisation_one_is_told(subtests):
    walk = Walk(make_cast())
    for whose in ({"organization": walk.cast.a.housing}, {"person": walk.person()}):
        with subtests.test(whose=list(whose)):
            outcomes = at_once(*[partial(walk.joined, **whose)] * 2)
            assert sorted(type(each).__name__ for each in outcomes) == ["KnownAlready", "Volunteer"]


def test_who_left_or_was_not_admitted_may_join_again(walk):
    left, refused = walk.volunteer(), walk.joined()
    actions.leave(left, by=volunteer_actor(left), now=NOW)
    actions.turn_down(refused, by=walk.desk, reason="请先来社区坐坐", now=NOW)
    for before in (left, refused):
        again = walk.joined(person=before.person, now=NOW + DAY)
        before.refresh_from_db()
        assert (again.state, again.number != before.number) == ("joined", True)
        assert before.state in ("left", "refused")
        assert Consent.objects.filter(person=before.person, withdrawn_at=None).count() == 1
        with pytest.raises(Incomplete):
            walk.joined(person=before.person, now=NOW + DAY)


@pytest.mark.parametrize("since", [NOW.date(), NOW.date() + 3 * DAY])
def test_a_members_report_to_the_community_ends_when_they_leave(walk, since):
    volunteer = walk.volunteer()
    report = actions.register_member(
        volunteer, by=walk.cast.actor(walk.cast.a.community_secretary), since=since
    )
    actions.leave(volunteer, by=volunteer_actor(volunteer), now=NOW + DAY)
    report.refresh_from_db()
    assert report.until == max(since, NOW.date() + DAY)


def test_who_leaves_leaves_counts_behind_and_can_be_erased(walk):
    order = walk.order("closed")
    volunteer = order.engagements.get().volunteer
    with pytest.raises(StillNeeded):
        erase(volunteer.person, by=SYSTEM, reason="request")
    actions.leave(volunteer, by=volunteer_actor(volunteer), now=AT + 3 * DAY)
    assert (volunteer.skills, volunteer.interests, volunteer.link_round) == ([], [], 1)
    assert Consent.objects.get(person=volunteer.person, kind="volunteer").withdrawn_at is not None
    assert erase(volunteer.person, by=SYSTEM, reason="request").erased_at is not None
    assert order.engagements.get().confirmed_minutes == 50


def test_who_left_or_was_not_admitted_says_nothing_of_themselves_any_more(walk):
    left, refused = walk.volunteer(skills=["repair"]), walk.joined()
    actions.leave(left, by=volunteer_actor(left), now=NOW)
    actions.turn_down(refused, by=walk.desk, reason="请先来社区坐坐", now=NOW)
    for over in (left, refused):
        with pytest.raises(NotNow):
            actions.describe(
                over, by=walk.desk, skills=["repair"], interests=[], tongues=["dialect"], hours=[]
            )
        over.refresh_from_db()
        assert (over.skills, over.tongues) == ([], [])


def test_a_newer_proof_replaces_the_older_and_one_taken_away_does_not_count(walk):
    volunteer = walk.volunteer("law")
    walk.attest(volunteer, "law")
    assert volunteer.proofs.count() == 2
    assert volunteer.valid_skills(Skill.needing_proof(), NOW.date()) == {"law"}
    actions.take_away(volunteer, by=walk.desk, skill="law", reason="证件过期", now=NOW)
    fresh = Volunteer.objects.get(pk=volunteer.pk)
    assert fresh.valid_skills(Skill.needing_proof(), NOW.date()) == set()
    with pytest.raises(Incomplete):
        actions.attest(volunteer, by=walk.desk, skill="law", until=NOW - DAY, document="x", now=NOW)


def test_a_volunteer_describes_themselves_and_nobody_else(walk):
    volunteer, other = walk.volunteer(), walk.volunteer()
    said = {"skills": ["hair"], "interests": ["haircut"], "tongues": [], "hours": []}
    actions.describe(volunteer, by=volunteer_actor(volunteer), **said)
    assert volunteer.skills == ["hair"]
    for stranger in (volunteer_actor(other), NOBODY, walk.cast.actor(walk.cast.b.community_worker)):
        with pytest.raises((Forbidden, Hidden)):
            actions.describe(volunteer, by=stranger, **said)


def test_a_certificate_says_what_was_confirmed_and_verifies_by_its_code(walk):
    order = walk.order("closed")
    volunteer = order.engagements.get().volunteer
    period = {"since": date(2026, 11, 1), "until": date(2026, 11, 30)}
    paper = actions.certify(volunteer, by=volunteer_actor(volunteer), **period)
    assert (paper.orders, paper.minutes) == (1, 50)
    assert verify(paper.code.lower()) == paper
    assert verify("A" * 12) is None
    actions.withdraw_certificate(paper, by=walk.desk, reason="时间写错了")
    assert verify(paper.code).withdrawn_at is not None
    with pytest.raises(Incomplete):
        actions.certify(volunteer, by=walk.desk, since=date(2026, 1, 1), until=date(2026, 1, 31))


def test_a_rating_is_only_added(walk):
    walk.order("closed")
    for write in (lambda: Rating.objects.update(satisfied=1), lambda: Rating.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_the_menu_has_the_services_of_the_method_and_a_place_may_have_its_own(walk):
    door = walk.cast.a.door.path
    codes = [kind.code for kind in ServiceKind.menu(door, NOW.date())]
    assert len(codes) >= 20
    named = {
        "accompany_hospital",
        "repair_home",
        "legal_help",
        "free_clinic",
        "tutoring",
        "subsidy_papers",
        "errands",
    }
    assert named - set(codes) == set()
    haircut = walk.kind("haircut")
    terms = {
        "name": "上门理发",
        "name_en": "Haircut",
        "includes": "理发",
        "includes_en": "Hair",
        "skills": ["hair"],
    }
    own = actions.offer(
        by=walk.secretary, code="haircut", place_path=walk.cast.a.community.path, minutes=30, **terms
    )
    assert own in ServiceKind.menu(door, own.since)
    assert haircut in ServiceKind.menu(walk.cast.b.door.path, own.since)
    actions.take_off(own, by=walk.secretary)
    assert haircut in ServiceKind.menu(door, own.since)


def test_the_menu_is_changed_only_where_one_may(walk):
    terms = {"name": "游泳", "name_en": "Swim", "includes": "水", "includes_en": "Water", "minutes": 60}
    for by in (walk.desk, walk.cast.actor(walk.cast.b.community_secretary)):
        with pytest.raises((Forbidden, Hidden)):
            actions.offer(by=by, code="swim", place_path=walk.cast.a.community.path, **terms)
    with pytest.raises(Incomplete) as refused:
        actions.offer(by=SYSTEM, code="swim", **terms, skills=["flying"])
    assert list(refused.value.errors) == ["skills"]
    with pytest.raises(Incomplete) as refused:
        actions.offer(by=SYSTEM, code="swim", **terms, sensitive=True)
    assert list(refused.value.errors) == ["sensitive"]


def test_a_report_that_leaving_had_left_open_ends_with_the_update(walk):
    early, later, here = walk.volunteer(), walk.volunteer(), walk.volunteer()
    days = [date(2026, 3, 1), date(2026, 12, 1), date(2026, 3, 1)]
    reports = [
        actions.register_member(each, by=walk.desk, since=day)
        for each, day in zip((early, later, here), days, strict=True)
    ]
    for each in (early, later):
        actions.leave(each, by=walk.desk, now=NOW)
    MemberRegistration.objects.update(until=None)

    step = import_module("tongxin.trades.orders.migrations.0012_reports_end_with_leaving")
    step.end_with_leaving(apps, None)

    found = dict(MemberRegistration.objects.values_list("pk", "until"))
    assert found == {reports[0].pk: NOW.date(), reports[1].pk: days[1], reports[2].pk: None}
