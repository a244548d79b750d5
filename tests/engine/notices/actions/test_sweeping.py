from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.engine.notices import letters
from tests.engine.notices.letters import NOW
from tongxin.engine.notices import actions
from tongxin.engine.notices.actions.sweeping import LOST_AFTER, Released
from tongxin.engine.notices.models import ChannelChoice, Delivery, KeepRule, Notice
from tongxin.engine.notices.planning import months_before
from tongxin.ground.people import actions as people
from tongxin.ground.posts.actors import SYSTEM

pytestmark = pytest.mark.django_db
A_MINUTE = timedelta(minutes=1)


def jobs() -> list[tuple[str, dict]]:
    return list(ProcrastinateJob.objects.order_by("id").values_list("task_name", "args"))


def test_release_hands_over_what_was_held_once_the_quiet_hours_end():
    held = letters.delivery(letters.account(), "sms", state="held_quiet", at=NOW)
    assert actions.release(now=NOW - A_MINUTE) == Released(0, 0)
    assert actions.release(now=NOW) == Released(1, 0)
    held.refresh_from_db()
    assert (held.state, held.next_at) == (Delivery.State.QUEUED, NOW)
    assert jobs() == [("notices.deliver", {"delivery_id": held.pk})]


def test_release_bundles_by_recipient_and_channel():
    one, other = letters.account(), letters.account()
    rows = [letters.delivery(one, "wecom", state="for_bundle") for _ in range(3)]
    mail = letters.delivery(one, "mail", state="for_bundle")
    others = letters.delivery(other, "wecom", state="for_bundle")
    letters.delivery(one, "wecom", state="for_bundle", at=NOW + A_MINUTE)
    assert actions.release(now=NOW) == Released(0, 3)
    told = sorted(sorted(args["delivery_ids"]) for _name, args in jobs())
    assert told == sorted([[row.pk for row in rows], [mail.pk], [others.pk]])


def test_release_twice_queues_once_and_again_when_the_job_was_lost():
    held = letters.delivery(letters.account(), "sms", state="held_quiet")
    bundled = letters.delivery(letters.account(), "sms", state="for_bundle")
    found = [actions.release(now=NOW + wait) for wait in (0 * A_MINUTE, A_MINUTE, LOST_AFTER, LOST_AFTER)]
    assert found == [Released(1, 1), Released(0, 0), Released(1, 1), Released(0, 0)]
    held.refresh_from_db()
    bundled.refresh_from_db()
    assert (held.state, bundled.state, bundled.in_bundle) == ("queued", "queued", True)


def test_release_rescues_what_a_dead_worker_left_in_hand():
    left = letters.delivery(letters.account(), "sms", state="sending", at=NOW - LOST_AFTER)
    assert actions.release(now=NOW) == Released(1, 0)
    assert jobs() == [("notices.deliver", {"delivery_id": left.pk})]


def test_release_takes_a_constant_number_of_queries(django_assert_num_queries):
    for _ in range(30):
        letters.delivery(letters.account(), "sms", state="held_quiet")
        letters.delivery(letters.account(), "sms", state="for_bundle")
    with django_assert_num_queries(6):  # savepoint, select, update, two inserts of jobs, savepoint
        assert actions.release(now=NOW) == Released(30, 30)


def test_purge_keeps_what_the_rule_keeps():
    before = months_before(NOW, 24)
    old, new = {"created_at": before - A_MINUTE}, {"created_at": before + A_MINUTE}
    clerk, resident = letters.account(), letters.person()
    letters.notice(clerk, read_at=NOW, **old)
    letters.notice(resident, **old)
    unread = letters.notice(clerk, **old)
    young = letters.notice(clerk, read_at=NOW, **new)
    on_its_way = letters.notice(resident, **old)
    letters.delivery(on_its_way, "sms")
    assert actions.purge(now=NOW) == 2
    assert set(Notice.objects.all()) == {unread, young, on_its_way}


def test_purge_follows_the_dated_rule():
    letters.notice(letters.account(), read_at=NOW, created_at=months_before(NOW, 13))
    assert actions.purge(now=NOW) == 0
    KeepRule.objects.create(months=12, since=NOW.date(), source="the office")
    assert actions.purge(now=NOW - timedelta(days=1)) == 0
    assert actions.purge(now=NOW) == 1


def test_purge_without_a_rule_deletes_nothing():
    KeepRule.objects.all().delete()
    letters.notice(letters.account(), read_at=NOW, created_at=months_before(NOW, 100))
    assert actions.purge(now=NOW) == 0


def test_addresses_of_the_erased_and_of_closed_accounts_are_forgotten():
    stays, closed, erased = letters.account(), letters.account(), letters.person()
    for each in (stays, closed, erased):
        letters.choice(each, "mail", address="zhang@example.org")
    type(closed).objects.filter(pk=closed.pk).update(is_active=False)
    people.erase(erased, reason="request", by=SYSTEM)
    assert actions.forget_gone() == 2
    assert ChannelChoice.objects.get().account == stays
