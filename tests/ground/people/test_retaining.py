import datetime as dt

import pytest
from django.utils import timezone

from tests.ground.people.people import CLERK, register
from tongxin.ground.people import actions, selectors
from tongxin.ground.people.models import Consent, NoticeGiven, Person, RetentionRule
from tongxin.ground.people.periods import months_before
from tongxin.ground.people.refusals import Invalid
from tongxin.ground.posts.actors import SYSTEM

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def set_rule(**other: object) -> RetentionRule:
    given = {
        "kind": "reporter",
        "months": 2,
        "since": timezone.localdate() + DAY,
        "source": "街道会议",
    } | other
    return actions.set_retention(given.pop("kind"), by=CLERK, **given)


def test_the_rule_of_the_day_counts():
    person, now = register(), timezone.now()
    Person.objects.filter(pk=person.pk).update(retained_from=now - 100 * DAY)
    rule = set_rule()
    assert list(selectors.persons_due("reporter", months=2, at=now)) == [person]
    assert actions.sweep_retention(now, by=SYSTEM).persons == 0
    assert actions.sweep_retention(now + DAY, by=SYSTEM).persons == 1
    rules = RetentionRule.objects.filter(kind="reporter").order_by("since")
    assert [(each.months, each.until) for each in rules] == [(24, rule.since), (2, None)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "nobody"}, "kind"),
        ({"months": 0}, "months"),
        ({"months": 1201}, "months"),
        ({"kind": "sign_in", "months": 5}, "months"),
        ({"source": " "}, "source"),
        ({"since": dt.date(2020, 1, 1)}, "since"),
        ({"since": timezone.localdate()}, "since"),
    ],
)
def test_a_wrong_rule_is_refused(change, field):
    with pytest.raises(Invalid) as refused:
        set_rule(**change)
    assert set(refused.value.errors) == {field}
    assert not RetentionRule.objects.filter(until__isnull=False).exists()


def test_a_slip_is_put_right_before_it_counts():
    slip = set_rule(months=2)
    set_rule(months=20, since=slip.since)
    assert [rule.months for rule in selectors.rules_on(slip.since).filter(kind="reporter")] == [20]
    with pytest.raises(Invalid) as refused:
        set_rule(months=30, since=slip.since - DAY)
    assert set(refused.value.errors) == {"since"}


def test_what_was_entered_is_told_with_who_did():
    set_rule(months=18)
    set_rule(kind="look", months=48)
    told = [(change.words, change.by_name) for change in selectors.retention_changes()]
    labels = [RetentionRule.Kind.LOOK.label, RetentionRule.Kind.REPORTER.label]
    assert told == [(f"{labels[0]} · 48 个月", CLERK.name), (f"{labels[1]} · 18 个月", CLERK.name)]


def test_what_an_erased_person_was_told_goes_with_their_consents():
    person = register()
    actions.give_notice(person, "report", channel="web", by=CLERK)
    actions.give_consent(person, "sms", channel="web", by=CLERK)
    actions.erase(person, by=SYSTEM, reason="request")
    now = timezone.now()
    for months, gone in ((35, 0), (37, 1)):
        Person.objects.update(erased_at=months_before(now, months))
        Consent.objects.update(withdrawn_at=months_before(now, months))
        swept = actions.sweep_retention(now, by=SYSTEM)
        assert (swept.consents, swept.notices) == (gone, gone)
    assert not Consent.objects.exists() and not NoticeGiven.objects.exists()
