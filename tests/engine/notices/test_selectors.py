import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from tests.engine.notices import letters
from tests.engine.notices.letters import NOW
from tests.engine.notices.parcels import actions as parcels
from tongxin.engine.notices import actions, selectors
from tongxin.engine.notices.models import Delivery, Notice
from tongxin.ground.posts.actors import NOBODY, SYSTEM

pytestmark = pytest.mark.django_db


def drawn(template: str, **context: object) -> str:
    return Template("{% load notices %}" + template).render(Context(context))


@pytest.fixture
def hurried(street):
    """A parcel that was hurried: unit, desk and street leader were told; the resident by text message."""
    parcel = street.parcel()
    parcels.accept(parcel, by=street.desk)
    actions.tell(street.last_row(parcel).pk, now=NOW)
    parcels.hurry(parcel, by=SYSTEM)
    actions.tell(street.last_row(parcel).pk, now=NOW)
    return parcel


def test_told_names_staff_and_units_and_calls_the_resident_what_the_table_calls_them(street, hurried):
    with override("en"):
        lines = [
            (str(line.who), [way.channel for way in line.ways])
            for line in selectors.told("tests.parcel", hurried.pk)
        ]
    assert lines == [
        ("a.street_leader (the Street leader above this place)", ["inbox"]),
        ("a.community_worker (the Community worker of this place)", ["inbox"]),
        ("住建办", ["inbox"]),
        ("whoever asked", ["sms"]),
    ]


def test_told_never_names_a_resident_who_has_an_account(street, hurried):
    letters.account(person=street.resident)
    parcels.finish(hurried, by=street.desk)
    actions.tell(street.last_row(hurried).pk)
    (line,) = [
        each for each in selectors.told("tests.parcel", hurried.pk) if each.notice.key == "parcel.finish"
    ]
    assert (line.notice.recipient_account is not None, line.who) == (True, "whoever asked")


def test_told_takes_two_queries(hurried, django_assert_num_queries):
    with django_assert_num_queries(2):
        list(selectors.told("tests.parcel", hurried.pk))


def test_told_tag_shows_way_state_and_what_went_wrong_without_personal_data(street, hurried):
    way = Delivery.objects.get(channel="sms")
    Delivery.objects.filter(pk=way.pk).update(failure="refused", last_error="50 no credit", attempts=1)
    page = drawn('{% told "tests.parcel" pk %}', pk=hurried.pk)
    assert "短信：等待发送 · 对方没有接收 (50 no credit) · 下次再试" in page
    assert (letters.PHONE in page, letters.NAME in page) == (False, False)


def test_told_tag_before_anyone_was_told_says_so(parcels):
    assert "还没有通知过任何人" in drawn('{% told "tests.parcel" 1 %}')


def test_unread_count_counts_own_and_the_units(street, django_assert_num_queries):
    head = street.cast.actor(street.a.unit_head)
    letters.notice(street.a.unit_head)
    letters.notice(street.a.unit_head, read_at=NOW)
    letters.notice(street.a.housing)
    letters.notice(street.cast.b.housing)
    with django_assert_num_queries(1):
        assert selectors.unread_count(head) == 2


def test_unread_count_tag_asks_once_a_request_and_never_for_a_visitor(street, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.actor = street.cast.actor(street.a.unit_head)
    letters.notice(street.a.unit_head)
    with django_assert_num_queries(1):
        assert drawn("{% unread_count %} {% unread_count %}", request=request) == "1 1"
    visitor = RequestFactory().get("/")
    visitor.actor = NOBODY
    with django_assert_num_queries(0):
        assert drawn("{% unread_count %}", request=visitor) == "0"


def test_inbox_of_one_among_many_reads_by_index(street):
    accounts = [letters.account() for _ in range(20)]
    Notice.objects.bulk_create(
        Notice(
            recipient_account=accounts[n % 20],
            audience="the:unit",
            journal_id=n,
            noun="tests.parcel",
            thing_id=str(n),
            key="parcel.hurry",
            language="en",
            title=str(n),
            created_at=NOW,
            read_at=NOW if n % 40 < 39 else None,
        )
        for n in range(20_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("analyze notices_notice")
    actor = street.cast.actor(accounts[19])
    plan = selectors.unread(actor).explain()
    assert ("Seq Scan on notices_notice" in plan, "notice_unread_of_account" in plan) == (False, True)
    told = Notice.objects.filter(noun="tests.parcel", thing_id="777").explain()
    assert ("Seq Scan" in told, "notice_about_thing" in told) == (False, True)
