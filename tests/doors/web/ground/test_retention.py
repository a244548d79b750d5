import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tongxin.ground.people import actions
from tongxin.ground.people.models import Person, RetentionRule
from tongxin.ground.posts.actors import SYSTEM

PAGE = reverse("people:retention")


@pytest.fixture
def rule() -> dict[str, str]:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    return {"kind": "reporter", "months": "2", "since": f"{tomorrow:%Y-%m-%d}", "source": "街道会议"}


@pytest.fixture
def sign_in(cast, client):
    def by(role: str):
        client.force_login(getattr(cast.a, role))
        return client

    return by


def test_a_rule_is_entered_and_the_page_says_what_follows(sign_in, rule) -> None:
    person = actions.register(name="王小芳", phone="13800001234", by=SYSTEM)
    Person.objects.filter(pk=person.pk).update(retained_from=timezone.now() - dt.timedelta(days=100))
    page = sign_in("security_admin").post(PAGE, rule, follow=True)
    assert (page.status_code, page.redirect_chain[0][0]) == (200, PAGE)
    entered = RetentionRule.objects.get(kind="reporter", until__isnull=True)
    assert (entered.months, entered.source) == (2, "街道会议")
    [message] = page.context["messages"]
    assert "1 人" in str(message)
    text = page.content.decode()
    assert "2 个月" in text and "尚未开始" in text and "王小芳" not in text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"months": "0"}, "months"),
        ({"months": "１２００１"}, "months"),
        ({"since": "2020-01-01"}, "since"),
        ({"since": "someday"}, "since"),
        ({"kind": "nobody"}, "kind"),
        ({"source": ""}, "source"),
    ],
)
def test_a_wrong_rule_is_told_at_its_field_and_kept(sign_in, rule, change, field) -> None:
    page = sign_in("security_admin").post(PAGE, rule | change)
    assert (page.status_code, set(page.context["form"].errors)) == (422, {field})
    assert page.context["form"]["source"].value() == (rule | change)["source"]
    assert not RetentionRule.objects.filter(until__isnull=False).exists()


@pytest.mark.parametrize("role", ["community_worker", "auditor"])
def test_who_reads_persons_or_audits_sees_the_rules_and_enters_none(sign_in, rule, role) -> None:
    client = sign_in(role)
    page = client.get(PAGE)
    assert (page.status_code, page.context["form"]) == (200, None)
    assert client.post(PAGE, rule).status_code == 403
