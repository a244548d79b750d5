import pytest
from django.utils.translation import override

from tongxin.ground.people import actions as people
from tongxin.ground.people.refusals import StillNeeded
from tongxin.ground.posts.actors import SYSTEM
from tongxin.trades.cases.models import Case

pytestmark = pytest.mark.django_db


def test_the_reporter_of_an_open_case_is_not_erased(walk) -> None:
    reporter = walk.report().reporter
    with pytest.raises(StillNeeded) as refused:
        people.erase(reporter, by=SYSTEM, reason="request")
    assert refused.value.nouns == [Case._meta.verbose_name]


def test_the_reporter_of_a_closed_case_is_erased_and_the_case_still_reads(walk) -> None:
    case = walk.case("closed")
    text = case.text
    people.erase(case.reporter, by=SYSTEM, reason="request")
    fresh = Case.objects.get(pk=case.pk)
    with override("zh-hans"):
        assert (fresh.text, fresh.reporter.shown_name) == (text, "已注销")
