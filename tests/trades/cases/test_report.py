"""Intake: what comes in once is there once, and nothing a stranger sends breaks it."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import make_cast
from tests.picture import street_at_dusk as jpeg
from tongxin.engine.flows.models import Journal
from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.tickets import codes, numbers
from tongxin.ground.people.actions import erase
from tongxin.ground.people.models import NoticeGiven, Person
from tongxin.ground.posts.actors import NOBODY, SYSTEM
from tongxin.trades.cases import actions
from tongxin.trades.cases.models import Attachment, Case
from tongxin.trades.cases.photos import SHELF
from tongxin.trades.cases.selectors import follow, reporter_line


def test_a_report_is_a_case_with_number_code_and_a_first_row(walk):
    told = actions.report(
        place=walk.cast.a.door, text="停车位被占", by=NOBODY, channel="place_code", client_key=uuid4().hex
    )
    case = told.case
    assert numbers.is_number(case.number)
    assert (case.state, case.version, case.community_path) == ("reported", 1, walk.cast.a.community.path)
    born = Journal.objects.get(noun="cases.case", thing_id=str(case.pk))
    assert (born.step, born.actor_key, born.actor_role) == (
        "born",
        f"reporter:cases.case:{case.pk}",
        "the:reporter",
    )
    assert born.tells == ["here:community_worker", "here:community_secretary"]
    assert follow(case.number, told.query_code).case == case


def test_the_query_code_is_not_stored_and_a_wrong_one_opens_nothing(walk):
    told = actions.report(place=walk.cast.a.door, text="停车", by=NOBODY, channel="web")
    other = actions.report(place=walk.cast.a.door, text="噪音", by=NOBODY, channel="web")
    row = " ".join(str(value) for value in Case.objects.values_list().get(pk=told.case.pk))
    assert told.query_code not in row
    assert follow(told.case.number, other.query_code) is None
    assert follow(numbers.number_for(told.case.pk + 999), told.query_code) is None
    assert follow("", "") is None
    assert follow(numbers.grouped(told.case.number), codes.grouped(told.query_code).lower()).case == told.case


def test_the_same_submission_twice_is_one_case_with_one_code(walk):
    sent = {"place": walk.cast.a.door, "text": " 停车位被占 ", "by": NOBODY, "channel": "web"}
    first = actions.report(**sent, client_key="0123456789abcdef")
    again = actions.report(**sent, client_key="0123456789abcdef")
    assert (again.case, again.query_code, again.new) == (first.case, first.query_code, False)
    with pytest.raises(Incomplete):
        actions.report(**{**sent, "text": "别的事"}, client_key="0123456789abcdef")
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_the_same_key_are_one_case():
    place = make_cast().a.door
    ready, told = threading.Barrier(4), []

    def send():
        ready.wait()
        told.append(
            actions.report(
                place=place,
                text="电梯坏了",
                by=NOBODY,
                channel="web",
                client_key="the-very-same-key",
                contact=actions.Contact(phone="13800005678"),
            )
        )
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len({each.case.pk for each in told}), len({each.query_code for each in told})] == [1, 1]
    assert sorted(each.new for each in told) == [False, False, False, True]
    assert (Case.objects.count(), Journal.objects.filter(noun="cases.case").count()) == (1, 1)


def test_danger_raises_the_urgency_whatever_was_chosen(walk):
    assert walk.report("电梯困人了", urgency="normal").urgency == "emergency"
    assert walk.report("电梯困人演练通知").urgency == "normal"
    emergency = walk.report("三楼起火")
    assert (emergency.due_at - emergency.reported_at).total_seconds() == 30 * 60


def test_contact_goes_to_the_vault_and_is_masked_even_for_the_desk(walk):
    case = walk.report()
    assert reporter_line(case, walk.desk) == "王*芳 138****1234"
    assert reporter_line(case, walk.property) == reporter_line(case, NOBODY) == "居民"
    row = " ".join(str(value) for value in Case.objects.values_list().get(pk=case.pk))
    journal = str(list(Journal.objects.values_list("data", "note", "actor_name")))
    assert "13800001234" not in row + journal
    assert "王小芳" not in row + journal


def test_who_reports_was_told_how_their_details_are_used_and_who_is_written_down_was_not(walk):
    told = NoticeGiven.objects.values_list("text__kind", "channel", "person__phone_mask")
    contact = actions.Contact(name="周兰", phone="13812349999")
    walk.report("楼道灯不亮", by=walk.desk, channel="phone", contact=contact)
    assert list(told.all()) == []
    walk.report("又有车占了消防通道", contact=contact)
    walk.report("垃圾没人收", contact=contact)
    walk.report("路灯不亮", contact=None)
    assert list(told.all()) == [("report", "web", "138****9999")]


def test_an_erased_reporter_leaves_a_case_that_still_reads(walk):
    case = walk.case("closed")
    erase(case.reporter, by=SYSTEM, reason="request")
    case = Case.objects.get(pk=case.pk)
    assert case.text
    assert "138" not in reporter_line(case, walk.desk)
    assert Person.objects.get(pk=case.reporter_id).erased_at is not None


def test_photos_are_kept_clean_under_random_names(walk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    case = walk.report(photos=[jpeg(), jpeg()])
    kept = list(case.attachments.all())
    assert [(photo.stage, photo.width, photo.public) for photo in kept] == [("report", 800, False)] * 2
    for photo in kept:
        assert (
            SHELF.path(photo.name).read_bytes()[8:12]
            == SHELF.path(photo.name, small=True).read_bytes()[8:12]
            == b"WEBP"
        )
        assert case.number not in str(SHELF.path(photo.name))


def test_one_bad_photo_and_nothing_is_kept(walk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(Incomplete) as refused:
        walk.report(photos=[jpeg(), b"not a photo"])
    assert list(refused.value.errors) == ["photos"]
    assert (Case.objects.count(), Attachment.objects.count(), list(tmp_path.rglob("*.webp"))) == (0, 0, [])


def test_photos_no_row_names_are_removed_after_a_day(walk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept, left = walk.report(photos=[jpeg(), jpeg()]).attachments.all()
    left.delete()
    now = timezone.now()
    assert actions.remove_strays(now=now + timedelta(hours=23)) == 0
    assert actions.remove_strays(now=now + timedelta(hours=25)) == 1
    assert {path.stem for path in tmp_path.rglob("*.webp")} == {kept.name, f"{kept.name}-small"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "长" * 4001}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"channel": "pigeon"}, "channel"),
        ({"client_key": "short"}, "client_key"),
        ({"point": (91.0, 0.0)}, "point"),
        ({"point": (float("nan"), 0.0)}, "point"),
        ({"urgency": "very"}, "urgency"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(walk, wrong, field):
    with pytest.raises(Incomplete) as refused:
        walk.report(**wrong)
    assert list(refused.value.errors) == [field]
    assert str(refused.value)
    assert Case.objects.count() == 0


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=300),
    point=st.none() | st.tuples(st.floats(), st.floats()),
    note=st.text(max_size=300),
    name=st.text(max_size=40),
    phone=st.text(max_size=30),
)
def test_no_text_point_or_contact_whatever_breaks_it(walk, text, point, note, name, phone):
    contact = actions.Contact(name=name, phone=phone)
    try:
        case = walk.report(text, point=point, address_note=note, contact=contact)
    except Incomplete as refused:
        assert refused.errors
    else:
        assert Case.objects.get(pk=case.pk).text == text.strip()
    assert connection.is_usable()


def test_a_report_by_somebody_new_takes_as_many_queries_as_it_writes_and_asks(
    walk, django_assert_num_queries
):
    walk.report()
    begins_and_ends, asks, writes = 2, 8, 7
    with django_assert_num_queries(begins_and_ends + asks + writes):
        walk.report("又有车占了消防通道", contact=actions.Contact(name="周兰", phone="13812349999"))


def test_intake_takes_a_bounded_number_of_queries(walk, django_assert_max_num_queries):
    walk.report()
    with django_assert_max_num_queries(16):
        walk.report("又有车占了消防通道")
