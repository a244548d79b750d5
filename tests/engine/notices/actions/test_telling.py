from datetime import timedelta

import pytest
import time_machine
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.engine.notices import letters
from tests.engine.notices.letters import NOW
from tests.engine.notices.parcels import actions as parcels
from tongxin.engine.flows.models import Journal
from tongxin.engine.notices import actions
from tongxin.engine.notices.models import Delivery, Notice
from tongxin.ground.people.models import Account, Consent
from tongxin.ground.posts.actors import SYSTEM, link_actor, reporter_actor
from tongxin.ground.posts.models import Post

pytestmark = pytest.mark.django_db
NIGHT = NOW + timedelta(hours=13)  # eleven at night in Shanghai


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


def told(row: Journal) -> list[tuple]:
    """(recipient, audience) of everyone told of a row."""
    found = Notice.objects.filter(journal_id=row.pk).order_by("pk")
    return [
        (each.recipient_account or each.recipient_person or each.recipient_organization, each.audience)
        for each in found
    ]


def taken(scene, step: str, parcel=None, *, by=None, **kwargs) -> Journal:
    """Walk: a new parcel unless given, then ``step``; returns its journal row, told."""
    parcel = parcel or scene.parcel()
    getattr(parcels, step)(parcel, by=by or (scene.desk if step == "accept" else SYSTEM), **kwargs)
    row = scene.last_row(parcel)
    actions.tell(row.pk)
    return row


def test_tell_the_named_the_desk_and_those_above(street):
    row = taken(street, "hurry")
    assert told(row) == [
        (street.a.housing, "the:unit"),
        (street.a.community_worker, "here:community_worker"),
        (street.a.street_leader, "above:street_leader"),
    ]


def test_tell_whose_turn_it_is_when_something_comes_in(street):
    row = street.last_row(street.parcel())
    assert actions.tell(row.pk) == 1
    assert told(row) == [(street.a.community_worker, "here:community_worker")]


def test_tell_leaves_out_the_doer(street):
    assert told(taken(street, "hurry", by=street.desk)) == [
        (street.a.housing, "the:unit"),
        (street.a.street_leader, "above:street_leader"),
    ]


def test_tell_leaves_out_the_unit_that_acted_by_its_link(street):
    parcel = street.parcel()
    by = link_actor(parcel.noun, parcel.pk, street.a.housing.pk, "住建办")
    assert [who for who, _audience in told(taken(street, "hurry", parcel, by=by))] == [
        street.a.community_worker,
        street.a.street_leader,
    ]


def test_tell_leaves_out_the_reporter_who_acted_but_not_who_joined_them(street):
    parcel, neighbour = street.parcel(), letters.person(phone="13900000002")
    actions.subscribe(parcel, neighbour)
    parcels.accept(parcel, by=street.desk)
    by = reporter_actor(parcel.noun, parcel.pk)
    assert told(taken(street, "finish", parcel, by=by)) == [
        (neighbour, "the:reporter"),
        (street.a.community_worker, "here:community_worker"),
    ]


def test_tell_only_the_nearest_holders_of_a_role(street):
    street_wide = letters.account()
    Post.objects.create(
        account=street_wide,
        role="community_worker",
        place=street.a.street,
        place_path=street.a.street.path,
        since=NOW.date(),
    )
    assert street_wide not in [who for who, _audience in told(taken(street, "hurry"))]
    Post.objects.filter(account=street.a.community_worker).update(until=NOW.date())
    assert (street_wide, "here:community_worker") in told(taken(street, "hurry"))


def test_tell_each_recipient_once_however_often_they_are_meant(street):
    parcel = street.parcel(helpers=[street.a.community_worker])
    parcels.accept(parcel, by=street.desk)
    row = taken(street, "finish", parcel)
    assert told(row) == [
        (street.resident, "the:reporter"),
        (street.a.community_worker, "the:helper"),
    ]


def test_tell_twice_tells_once(street):
    row = taken(street, "hurry")
    assert (actions.tell(row.pk), actions.tell(row.pk)) == (0, 0)
    assert Notice.objects.filter(journal_id=row.pk).count() == 3


def test_tell_of_a_step_that_tells_nobody(street):
    row = taken(street, "mutter", note="hm")
    assert (told(row), Delivery.objects.count()) == ([], 0)


def test_tell_resident_who_agreed_by_text_message_and_nobody_without_agreement(street):
    row = taken(street, "accept")
    assert told(row) == [(street.resident, "the:reporter")]
    assert list(Delivery.objects.values_list("channel", "state")) == [("sms", "queued")]
    silent = street.parcel(reporter=letters.person(phone="13900000003", agreed=()))
    assert told(taken(street, "accept", silent)) == []
    no_phone = street.parcel(reporter=letters.person(phone=""))
    assert told(taken(street, "accept", no_phone)) == []


def test_tell_resident_with_an_account_on_the_page_and_by_text_message(street):
    account = letters.account(person=street.resident)
    row = taken(street, "accept")
    assert told(row) == [(account, "the:reporter")]
    assert list(Delivery.objects.values_list("channel", "state")) == [("inbox", "sent"), ("sms", "queued")]


def test_tell_leaves_out_the_erased_the_closed_and_the_ended(street):
    street.resident.name, street.resident.phone, street.resident.erased_at = "", "", NOW
    street.resident.save()
    assert told(taken(street, "accept")) == []
    Account.objects.filter(pk=street.a.community_worker.pk).update(is_active=False)
    street.a.housing.until = NOW.date()
    street.a.housing.save()
    assert told(taken(street, "hurry")) == [(street.a.street_leader, "above:street_leader")]


def test_tell_after_consent_was_withdrawn(street):
    Consent.objects.update(withdrawn_at=NOW, withdrawn_by="test")
    assert told(taken(street, "accept")) == []


def test_tell_in_the_language_of_each_and_without_personal_data(street):
    Account.objects.filter(pk=street.a.community_worker.pk).update(language="en")
    row = taken(street, "hurry", note="call 13900000001")
    said = {
        n.recipient_account or n.recipient_organization: (n.title, n.body, n.url)
        for n in Notice.objects.all()
    }
    url = f"/parcels/{row.thing_id}/"
    assert said == {
        street.a.community_worker: ("Parcel 000000001: Hurry", "天安社区. It now stands at: Asked for.", url),
        street.a.housing: ("Parcel 000000001：Hurry", "天安社区。现在：Asked for。", url + "unit/"),
        street.a.street_leader: ("Parcel 000000001：Hurry", "天安社区。现在：Asked for。", url),
    }


def test_tell_by_the_ways_chosen(street):
    clerk = street.a.community_worker
    letters.choice(clerk, "wecom")
    letters.choice(clerk, "mail", quiet=(22, 7))
    letters.choice(clerk, "dingtalk", digest="daily")
    letters.choice(clerk, "feishu", on=False)
    with time_machine.travel(NIGHT, tick=False):
        row = taken(street, "hurry")
    ways = Delivery.objects.filter(notice__journal_id=row.pk, notice__recipient_account=clerk)
    eight = NOW + timedelta(hours=22)
    assert list(ways.order_by("pk").values_list("channel", "state", "in_bundle", "next_at")) == [
        ("inbox", "sent", False, None),
        ("dingtalk", "for_bundle", True, eight),
        ("mail", "held_quiet", False, eight - timedelta(hours=1)),
        ("wecom", "queued", False, NIGHT),
    ]
    jobs = ProcrastinateJob.objects.filter(task_name="notices.deliver").values_list("args", flat=True)
    assert list(jobs) == [{"delivery_id": ways.get(channel="wecom").pk}]


def test_tell_of_an_emergency_passes_quiet_hours_and_bundles(street):
    letters.choice(street.a.community_worker, "wecom", quiet=(22, 7), digest="daily")
    with time_machine.travel(NIGHT, tick=False):
        row = taken(street, "hurry", street.parcel(hurried=True))
    (way,) = Delivery.objects.filter(notice__journal_id=row.pk, channel="wecom")
    assert (way.state, way.next_at, way.notice.urgent) == ("queued", NIGHT, True)


def test_tell_in_the_trades_own_words_each_audience_at_its_page(street):
    row = taken(street, "alarm")
    said = [(n.audience, n.title, n.body, n.url, n.urgent) for n in Notice.objects.order_by("pk")]
    url = f"/parcels/{row.thing_id}/"
    assert said == [
        ("the:unit", "Your turn: Parcel 000000001", "Alarm, Asked for", url + "unit/", True),
        ("here:community_worker", "通知", "天安社区: 000000001", url, True),
    ]


@pytest.mark.parametrize("helpers", [1, 50])
def test_tell_any_number_in_a_constant_number_of_queries(street, helpers, django_assert_num_queries):
    accounts = [letters.account() for _ in range(helpers)]
    for account in accounts:
        letters.choice(account, "wecom")
    parcel = street.parcel(helpers=accounts)
    parcels.accept(parcel, by=street.desk)
    parcels.finish(parcel, by=SYSTEM)
    row = street.last_row(parcel)
    with django_assert_num_queries(17):
        assert actions.tell(row.pk) == helpers + 2
    assert Delivery.objects.filter(notice__journal_id=row.pk).count() == 2 * helpers + 2
