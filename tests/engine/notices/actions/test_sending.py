import json
import logging
from datetime import timedelta

import pytest
import time_machine

from tests.engine.notices import letters
from tests.engine.notices.letters import NOW
from tongxin.engine.notices import actions
from tongxin.engine.notices.actions.sending import LEASE, bundle_text
from tongxin.engine.notices.channels.errors import Failure
from tongxin.engine.notices.models import Delivery
from tongxin.engine.notices.planning import WAITS
from tongxin.ground.people.models import Consent

pytestmark = pytest.mark.django_db
State = Delivery.State


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


def lines(sms_log) -> list[dict]:
    text = sms_log.read_text(encoding="utf-8") if sms_log.exists() else ""
    return [json.loads(line) for line in text.splitlines()]


def fate(row: Delivery) -> tuple:
    row.refresh_from_db()
    return row.state, row.attempts, row.failure, row.next_at


def test_deliver_text_message_to_someone_who_agreed(sms_log, settings):
    row = letters.delivery(letters.person(), "sms")
    assert actions.deliver(row.pk) is None
    assert fate(row) == (State.SENT, 1, "", None)
    assert row.sent_at == NOW
    (line,) = lines(sms_log)
    assert (line["title"], line["url"]) == (row.notice.title, settings.TONGXIN_BASE_URL + "/e/1/")


def test_deliver_twice_sends_once(sms_log):
    row = letters.delivery(letters.person(), "sms")
    assert (actions.deliver(row.pk), actions.deliver(row.pk)) == (None, None)
    assert len(lines(sms_log)) == 1


def test_deliver_while_another_worker_has_the_lease_waits_for_its_end(sms_log):
    row = letters.delivery(letters.person(), "sms", state="sending", at=NOW + LEASE)
    assert actions.deliver(row.pk) == NOW + LEASE
    assert lines(sms_log) == []


def test_deliver_takes_over_when_the_lease_of_a_dead_worker_has_run_out(sms_log):
    row = letters.delivery(letters.person(), "sms", state="sending", at=NOW, attempts=1)
    assert actions.deliver(row.pk) is None
    assert fate(row) == (State.SENT, 2, "", None)
    assert len(lines(sms_log)) == 1


def test_deliver_to_a_robot_that_refuses_waits_longer_each_time_and_gives_up(robot):
    clerk = letters.account()
    letters.choice(clerk, "wecom", address=robot.base + "/cgi-bin/webhook/send?key=k")
    robot.answer = {"errcode": 45009, "errmsg": "api freq out of limit"}
    row = letters.delivery(clerk, "wecom")
    at = NOW
    for tries, wait in enumerate(WAITS, start=1):
        with time_machine.travel(at, tick=False):
            assert actions.deliver(row.pk) == at + wait
        assert fate(row) == (State.QUEUED, tries, Failure.REFUSED, at + wait)
        assert row.last_error == "45009 api freq out of limit"
        at += wait
    with time_machine.travel(at, tick=False):
        assert actions.deliver(row.pk) is None
    assert fate(row) == (State.FAILED, len(WAITS) + 1, Failure.REFUSED, None)
    assert len(robot.heard) == len(WAITS) + 1


def test_deliver_after_a_failure_that_passed_forgets_the_failure(robot):
    clerk = letters.account()
    letters.choice(clerk, "wecom", address=robot.base + "/cgi-bin/webhook/send?key=k")
    row = letters.delivery(clerk, "wecom", failure=Failure.UNREACHABLE, last_error="timeout", attempts=1)
    actions.deliver(row.pk)
    assert (*fate(row), row.last_error) == (State.SENT, 2, "", None, "")


@pytest.mark.parametrize("broken", ["closed", "no_robot", "switched_off", "no_number"])
def test_deliver_where_it_cannot_help_fails_at_once(robot, sms_log, settings, broken):
    clerk = letters.account(is_active=broken != "closed")
    if broken == "switched_off":
        settings.TONGXIN_ROBOTS = dict.fromkeys(settings.TONGXIN_ROBOTS, "off")
    if broken in {"closed", "switched_off"}:
        letters.choice(clerk, "wecom", address=robot.base + "/cgi-bin/webhook/send?key=k")
    row = letters.delivery(clerk, "sms" if broken == "no_number" else "wecom")
    assert actions.deliver(row.pk) is None
    reason = {"closed": Failure.GONE, "switched_off": Failure.NOT_SET_UP}.get(broken, Failure.NO_ADDRESS)
    assert fate(row) == (State.FAILED, 1, reason, None)
    assert (robot.heard, lines(sms_log)) == ([], [])


def test_deliver_to_a_person_who_withdrew_sends_nothing(sms_log):
    resident = letters.person()
    row = letters.delivery(resident, "sms")
    Consent.objects.update(withdrawn_at=NOW, withdrawn_by="test")
    actions.deliver(row.pk)
    assert fate(row) == (State.FAILED, 1, Failure.GONE, None)
    assert lines(sms_log) == []


def test_deliver_to_an_erased_person_sends_nothing(sms_log):
    resident = letters.person()
    row = letters.delivery(resident, "sms")
    resident.name, resident.phone, resident.erased_at = "", "", NOW
    resident.save()
    actions.deliver(row.pk)
    assert fate(row) == (State.FAILED, 1, Failure.GONE, None)
    assert lines(sms_log) == []


def test_deliver_mail_to_the_address_of_the_office(mail_server):
    office = letters.organization(email="office@example.org")
    row = letters.delivery(office, "mail")
    actions.deliver(row.pk)
    assert fate(row) == (State.SENT, 1, "", None)
    assert b"To: office@example.org" in mail_server.mails[0]


def test_deliver_by_a_program_that_breaks_is_written_down_without_personal_data(settings, caplog):
    settings.TONGXIN_SMS_BACKEND = "tests.engine.notices.breaking.Breaks"
    row = letters.delivery(letters.person(), "sms")
    with caplog.at_level(logging.DEBUG):
        assert actions.deliver(row.pk) == NOW + WAITS[0]
    assert (*fate(row), row.last_error) == (State.QUEUED, 1, Failure.BROKEN, NOW + WAITS[0], "UnicodeError")
    assert ("channel sms broke" in caplog.text, "breaking.py" in caplog.text) == (True, True)
    assert (letters.PHONE in caplog.text, letters.NAME in caplog.text) == (False, False)


def test_deliver_bundle_is_one_message_in_the_order_of_the_day(robot):
    clerk = letters.account()
    letters.choice(clerk, "wecom", address=robot.base + "/cgi-bin/webhook/send?key=k", digest="daily")
    rows = [
        letters.delivery(
            letters.notice(clerk, title=f"第{n}件", created_at=NOW + timedelta(minutes=n)),
            "wecom",
            state="for_bundle",
        )
        for n in (3, 1, 2)
    ]
    actions.deliver_bundle([row.pk for row in rows])
    ((_path, payload),) = robot.heard
    title, *body, url = payload["text"]["content"].split("\n")
    assert (title, body, url.endswith("/notices/")) == ("3 条新通知", ["第1件", "第2件", "第3件"], True)
    assert [fate(row) for row in rows] == [(State.DIGESTED, 1, "", None)] * 3
    actions.deliver_bundle([row.pk for row in rows])
    assert len(robot.heard) == 1


def test_deliver_bundle_that_fails_waits_for_a_later_bundle(robot):
    clerk = letters.account()
    letters.choice(clerk, "wecom", address=robot.base + "/cgi-bin/webhook/send?key=k", digest="daily")
    row = letters.delivery(clerk, "wecom", state="for_bundle")
    robot.status = 502
    actions.deliver_bundle([row.pk])
    assert fate(row) == (State.FOR_BUNDLE, 1, Failure.REFUSED, NOW + WAITS[0])


def test_bundle_text_of_many_names_twenty_and_counts_the_rest():
    title, body = bundle_text([f"n{n}" for n in range(25)], "en")
    assert (title, body.splitlines()[-2:], len(body.splitlines())) == (
        "25 new notices",
        ["n19", "and 5 more"],
        21,
    )
    assert bundle_text(["n"], "en") == ("1 new notice", "n")
