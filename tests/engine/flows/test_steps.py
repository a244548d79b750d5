"""The single step view: a form, a result or a conflict; nothing typed is lost."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from tests.engine.flows.conftest import BELOW, asker_of
from tests.engine.flows.errands import actions
from tongxin.engine.flows.forms import field_of
from tongxin.engine.flows.refusals import NotNow, NotYours
from tongxin.engine.flows.selectors import timeline
from tongxin.engine.flows.steps import attempt
from tongxin.engine.flows.table import Ask

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def errand(people):
    return actions.ask(by=people.nobody, place_path=BELOW, now=NOW)


def sent(**answers):
    data = QueryDict(mutable=True)
    data.update({name: str(value) for name, value in answers.items()})
    return data


def test_the_form_carries_version_and_key(errand, people):
    tried = attempt(errand, "take", people.desk)
    assert (tried.status, tried.done, list(tried.form.fields)) == (
        200,
        False,
        ["version", "client_key", "speed", "phone"],
    )
    assert tried.form["version"].value() == 1
    assert len(tried.form["client_key"].value()) == 32
    assert 'autocomplete="tel"' in str(tried.form["phone"])
    assert "style=" not in tried.form.as_p() and "onclick" not in tried.form.as_p()


def test_a_good_answer_takes_the_step(errand, people):
    tried = attempt(errand, "take", people.desk, data=sent(version=1, client_key="k", speed="fast"))
    assert (tried.done, errand.state) == (True, "doing")
    assert timeline(errand)[-1].client_key == "k"


def test_sent_twice_is_done_once(errand, people):
    for _ in range(2):
        tried = attempt(errand, "take", people.desk, data=sent(version=1, client_key="k", speed="fast"))
        assert tried.done
    assert [row.step for row in timeline(errand)] == ["born", "take"]


def test_an_error_stands_at_its_field_and_keeps_what_was_typed(errand, people):
    tried = attempt(errand, "take", people.desk, data=sent(version=1, speed="flying", phone="138"))
    assert (tried.status, tried.done, set(tried.form.errors)) == (422, False, {"speed"})
    assert tried.form["phone"].value() == "138"
    assert errand.state == "asked"


def test_nothing_answered_says_what_is_missing(errand, people):
    tried = attempt(errand, "drop", people.desk, data=sent(version=1, reason="   "))
    assert tried.status == 422
    assert [str(error) for error in tried.form.errors["reason"]] in (
        ["请填写：Reason"],
        ["Please fill in: Reason"],
    )


def test_a_conflict_shows_the_change_and_can_be_decided_again(errand, people):
    actions.take(errand, by=people.desk, speed="fast", now=NOW)
    tried = attempt(errand, "drop", people.desk, data=sent(version=1, client_key="k", reason="Not needed"))
    assert (tried.status, tried.done) == (409, False)
    assert (tried.difference.old, tried.difference.new) == ("asked", "doing")
    assert tried.form["reason"].value() == "Not needed"
    again = sent(**{name: tried.form[name].value() for name in tried.form.fields})
    assert attempt(errand, "drop", people.desk, data=again).done
    assert errand.state == "dropped"


def test_the_wrong_person_and_the_wrong_moment_are_refused_before_and_after(errand, people):
    for data in (None, sent(version=1, speed="fast")):
        tried = attempt(errand, "take", people.desk_elsewhere, data=data)
        assert (tried.status, type(tried.refusal)) == (403, NotYours)
    for data in (None, sent(version=1)):
        tried = attempt(errand, "finish", people.helper, data=data)
        assert (tried.status, type(tried.refusal)) == (409, NotNow)
    assert errand.state == "asked"


def test_what_the_action_finds_stands_at_its_field(errand, people):
    actions.take(errand, by=people.desk, speed="fast")
    data = sent(version=2, hours=-3, reason="Heavy")
    tried = attempt(errand, "ask_time", people.helper, data=data)
    assert (tried.status, tried.done) == (422, False)
    assert tried.form.non_field_errors()


def test_an_unknown_step_is_no_step(errand, people):
    with pytest.raises(KeyError):
        attempt(errand, "fly", people.desk)


def test_a_remark_needs_its_note(errand):
    asker = asker_of(errand)
    assert attempt(errand, "remark", asker, data=sent(version=1, note="")).status == 422
    assert attempt(errand, "remark", asker, data=sent(version=1, note="Still waiting")).done
    assert timeline(errand)[-1].note == "Still waiting"


KINDS = [
    (Ask("a", "A", "boolean"), "yes", True),
    (Ask("a", "A", "boolean"), "no", False),
    (Ask("a", "A", "boolean", required=False), "", False),
    (Ask("a", "A", "integer"), "7", 7),
    (Ask("a", "A", "datetime"), "2026-11-23T09:00", NOW),
    (Ask("a", "A", "long_text"), "words\nmore", "words\nmore"),
    (Ask("a", "A", "choice", choices=[(1, "One"), (2, "Two")]), "2", 2),
    (Ask("a", "A", "category", choices=[(n, str(n)) for n in range(9)]), "8", 8),
    (Ask("a", "A", "place"), "0001", "0001"),
    (Ask("a", "A", "choice", required=False, choices=[(1, "One")]), "", ""),
]


@pytest.mark.parametrize(("ask", "typed", "cleaned"), KINDS)
def test_each_kind_cleans_to_its_value(ask, typed, cleaned):
    assert field_of(ask, None, None).clean(typed) == cleaned


def test_many_units_keep_the_order_they_were_sent_in():
    ask = Ask("a", "A", "units", choices=[(1, "One"), (2, "Two"), (3, "Three")])
    assert field_of(ask, None, None).clean(["3", "1"]) == [3, 1]


def test_photos_are_a_list_of_contents():
    field = field_of(Ask("a", "A", "photos", required=False), None, None)
    files = MultiValueDict({"a": [SimpleUploadedFile(f"{n}.jpg", b"%d" % n) for n in range(2)]})
    value = field.widget.value_from_datadict({}, files, "a")
    assert field.clean(value) == [b"0", b"1"]
    assert field.clean([]) == []
