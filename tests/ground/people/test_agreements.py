import datetime as dt

import pytest
from django.utils.translation import override

from tests.ground.people.people import CLERK, id_number, register
from tongxin.ground.people import actions, selectors
from tongxin.ground.people.models import Consent, NoticeGiven, PrivacyText
from tongxin.ground.people.refusals import Gone, Invalid
from tongxin.ground.posts.actors import SYSTEM

pytestmark = pytest.mark.django_db


def newer(kind: str) -> PrivacyText:
    text = PrivacyText.objects.get(kind=kind)
    PrivacyText.objects.filter(pk=text.pk).update(until=dt.date(2026, 6, 1))
    text.pk, text.version, text.since = None, "2026-06", dt.date(2026, 6, 1)
    text.save()
    return text


def test_a_consent_is_given_and_withdrawn_and_stays_on_record():
    person = register()
    assert not selectors.has_consented(person, "show_reporter")
    consent = actions.give_consent(person, "show_reporter", channel="phone", by=CLERK)
    assert (consent.text_version, consent.given_by, consent.channel) == ("2026-01", "account:7", "phone")
    assert selectors.has_consented(person, "show_reporter")
    actions.withdraw_consent(person, "show_reporter", by=CLERK)
    assert not selectors.has_consented(person, "show_reporter")
    assert Consent.objects.get().withdrawn_by == "account:7"
    assert actions.withdraw_consent(person, "show_reporter", by=CLERK) is None


def test_agreeing_twice_to_one_version_is_once():
    person = register()
    first = actions.give_consent(person, "sms", channel="web", by=CLERK)
    assert actions.give_consent(person, "sms", channel="desk", by=CLERK).pk == first.pk


def test_a_new_version_asks_anew_and_replaces_the_old_consent():
    person = register()
    actions.give_consent(person, "sms", channel="web", by=CLERK)
    text = newer("sms")
    agreement = {one.text.kind: one for one in selectors.agreements_of(person)}["sms"]
    assert (agreement.text, agreement.outdated) == (text, True)
    assert actions.give_consent(person, "sms", channel="web", by=CLERK).text == text
    assert [consent.withdrawn_at is None for consent in Consent.objects.order_by("pk")] == [False, True]


def test_every_agreement_is_offered_with_where_the_person_stands():
    person = register()
    actions.give_consent(person, "health", channel="paper", by=CLERK)
    stands = {one.text.kind: one.consent is not None for one in selectors.agreements_of(person)}
    others = dict.fromkeys(["mail", "show_reporter", "sms", "volunteer"], False)
    assert stands == {"health": True, **others}
    assert selectors.text_in_force("health").sensitive


def test_for_a_child_a_guardian_agrees():
    child = register(id_number=id_number(4, born="20180101"))
    with pytest.raises(Invalid) as refused:
        actions.give_consent(child, "health", channel="desk", by=CLERK)
    assert set(refused.value.errors) == {"guardian"}
    assert actions.give_consent(child, "health", channel="desk", guardian=True, by=CLERK).guardian


def test_a_notice_is_no_consent_and_is_given_once_a_version():
    person = register()
    with pytest.raises(Invalid):
        actions.give_consent(person, "report", channel="web", by=CLERK)
    assert not actions.give_notice(person, "health", channel="web", by=CLERK)
    assert actions.give_notice(person, "report", channel="web", by=CLERK)
    assert actions.give_notice(person, "report", channel="desk", by=CLERK)
    assert NoticeGiven.objects.get().channel == "web"
    text = newer("report")
    told = {one.text.kind: one for one in selectors.notices_to(person)}
    assert (told["report"].outdated, told["report"].text, told["register"].notice) == (True, text, None)
    actions.give_notice(person, "report", channel="desk", by=CLERK)
    assert NoticeGiven.objects.count() == 2
    assert not {one.text.kind: one for one in selectors.notices_to(person)}["report"].outdated


@pytest.mark.parametrize("channel", ["", "smoke", "x" * 9])
def test_a_way_that_is_not_known_is_refused(channel):
    person = register()
    for verb, kind in ((actions.give_notice, "report"), (actions.give_consent, "sms")):
        with pytest.raises(Invalid) as refused:
            verb(person, kind, channel=channel, by=CLERK)
        assert set(refused.value.errors) == {"channel"}


def test_an_erased_person_agrees_to_nothing():
    person = actions.erase(register(), by=SYSTEM, reason="request")
    with pytest.raises(Gone):
        actions.give_consent(person, "sms", channel="web", by=CLERK)
    with pytest.raises(Gone):
        actions.give_notice(person, "report", channel="web", by=CLERK)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_text_is_there_in_both_languages(language):
    with override(language):
        for text in PrivacyText.objects.all():
            assert text.shown_title and text.shown_body and text.source
            assert text.shown_body == (text.body_en if language == "en" else text.body)
