"""The password and second step of who opens identities, audits or helps go by two: one asks, one agrees."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tongxin.ground.people import actions
from tongxin.ground.people.models import Account, Change, FactorReset, ResetLink
from tongxin.ground.people.refusals import Invalid, LinkSpent
from tongxin.ground.people.selectors import living_link
from tongxin.ground.posts import actions as posts
from tongxin.ground.posts.actors import SYSTEM

ACCOUNTS = "people:accounts"


def with_second_step(account: Account) -> Account:
    totp.TOTP.activate(account, totp.generate_totp_secret())
    return account


def has_second_step(account: Account) -> bool:
    return Authenticator.objects.filter(user=account).exists()


def ask(client: Client, account: Account, do: str = "second_factor") -> str:
    """What the page says once somebody has pressed the button beside the account."""
    sent = client.post(reverse("people:account", args=[account.pk]), {"do": do}, follow=True)
    return sent.content.decode()


def decide(client: Client, asked: FactorReset, do: str) -> int:
    return client.post(reverse("people:decide_reset", args=[asked.pk]), {"do": do}).status_code


@pytest.mark.parametrize("role", ["auditor", "community_worker", "street_desk"])
def test_one_asks_another_agrees_and_both_are_in_the_record(cast, browser, role) -> None:
    holder = with_second_step(getattr(cast.a, role))
    manager, security = browser(cast.a.system_admin), browser(cast.a.security_admin)
    assert "a second person has to agree within a day" in ask(manager, holder)
    assert has_second_step(holder)
    asked = FactorReset.objects.get()
    assert "You asked for it yourself" in manager.get(reverse(ACCOUNTS)).content.decode()
    assert (decide(manager, asked, "agree"), has_second_step(holder)) == (409, True)
    page = security.get(reverse(ACCOUNTS)).content.decode()
    assert holder.username in page and "Open an account" not in page
    assert (decide(security, asked, "agree"), has_second_step(holder)) == (302, False)
    rows = Change.objects.filter(account_id=holder.pk).order_by("pk")
    assert list(rows.values_list("what", "by_key")) == [
        ("second_factor_reset_asked", f"account:{cast.a.system_admin.pk}"),
        ("second_factor_reset", f"account:{cast.a.security_admin.pk}"),
    ]
    assert cast.actor(cast.a.system_admin).name in rows[1].note
    assert decide(security, asked, "agree") == 409


def test_other_accounts_are_helped_at_once(cast, browser) -> None:
    holder = with_second_step(cast.a.grid_worker)
    assert "The second step is taken away." in ask(browser(cast.a.system_admin), holder)
    assert (has_second_step(holder), FactorReset.objects.count()) == (False, 0)


def test_refusing_leaves_it_and_it_can_be_asked_again(cast, browser) -> None:
    holder, manager = with_second_step(cast.a.auditor), browser(cast.a.system_admin)
    ask(manager, holder)
    assert "This has been asked for already" in ask(manager, holder)
    assert (decide(manager, FactorReset.objects.get(), "refuse"), has_second_step(holder)) == (302, True)
    ask(manager, holder)
    assert FactorReset.objects.filter(decided_at=None).count() == 1


def test_after_a_day_nobody_can_agree_any_more(cast) -> None:
    holder = with_second_step(cast.a.auditor)
    long_ago = timezone.now() - timedelta(hours=24)
    asked = actions.ask_reset(holder, by=cast.actor(cast.a.system_admin), now=long_ago)
    with pytest.raises(Invalid):
        actions.decide_reset(asked, granted=True, by=cast.actor(cast.a.security_admin))
    assert actions.ask_reset(holder, by=SYSTEM).pk != asked.pk
    assert has_second_step(holder)


def test_nobody_agrees_for_themselves_and_the_database_refuses_it_too(cast, browser) -> None:
    holder = with_second_step(cast.a.auditor)
    asked = actions.ask_reset(holder, by=cast.actor(cast.a.system_admin))
    with pytest.raises(Invalid):
        actions.decide_reset(asked, granted=True, by=cast.actor(holder))
    assert (decide(browser(holder), asked, "agree"), has_second_step(holder)) == (403, True)
    for forged in (asked.asked_by, ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            FactorReset.objects.filter(pk=asked.pk).update(granted=True, decided_by=forged)


@pytest.mark.parametrize("role", ["auditor", "community_worker", "security_admin"])
def test_a_password_link_for_such_an_account_is_made_by_two(cast, browser, role) -> None:
    holder, asker, other = getattr(cast.a, role), cast.a.system_admin, cast.b.system_admin
    manager = browser(asker)
    assert "a second person has to agree within a day" in ask(manager, holder, "link")
    assert (ResetLink.objects.count(), FactorReset.objects.get().factor) == (0, "password")
    assert decide(manager, FactorReset.objects.get(), "agree") == 409
    at_work = browser(holder)
    assert at_work.get(reverse("account_mine")).status_code == 200
    address = reverse("people:decide_reset", args=[FactorReset.objects.get().pk])
    page = browser(other).post(address, {"do": "agree"})
    assert holder.username in page.text and page.context["link"] in page.text
    assert at_work.get(reverse("account_mine")).status_code == 302
    link = ResetLink.objects.get()
    assert link.expires_at - link.made_at < timedelta(minutes=61)
    rows = Change.objects.filter(account_id=holder.pk).order_by("pk").values_list("what", "by_key")
    assert list(rows) == [
        ("password_link_asked", f"account:{asker.pk}"),
        ("signed_out_everywhere", f"account:{other.pk}"),
        ("password_link_made", f"account:{other.pk}"),
    ]


@pytest.mark.parametrize("holder", ["account", "person"])
def test_a_link_made_alone_ends_when_the_account_is_given_such_a_post(cast, holder) -> None:
    account = actions.open_account(username="newcomer", person=cast.resident, by=SYSTEM)
    manager = cast.actor(cast.a.system_admin)
    held = {holder: account if holder == "account" else account.person}
    secret = posts.reset_password(account, by=manager)
    posts.appoint(role="grid_worker", place=cast.a.group, by=SYSTEM, **held)
    assert living_link(secret).account == account
    tomorrow = timezone.localdate() + timedelta(days=1)
    posts.appoint(role="community_worker", place=cast.a.community, since=tomorrow, by=SYSTEM, **held)
    with pytest.raises(LinkSpent):
        living_link(secret)
    assert Change.objects.filter(account_id=account.pk).latest("pk").what == "password_link_ended"
    assert posts.reset_password(account, by=manager) is None


def test_a_refused_password_link_is_not_made_and_stands_beside_a_second_step(cast, browser) -> None:
    holder, manager = with_second_step(cast.a.auditor), browser(cast.a.system_admin)
    ask(manager, holder, "link")
    ask(manager, holder)
    assert FactorReset.objects.filter(decided_at=None).count() == 2
    assert decide(manager, FactorReset.objects.get(factor="password"), "refuse") == 302
    assert (ResetLink.objects.count(), has_second_step(holder)) == (0, True)


def test_the_holder_and_the_auditor_read_what_was_done_with_an_account(cast, browser) -> None:
    holder = cast.a.grid_worker
    manager = browser(cast.a.system_admin)
    manager.post(reverse("people:account", args=[holder.pk]), {"do": "link"})
    own = browser(holder).get(reverse("account_mine")).context["changes"]
    audited = browser(cast.a.auditor).get(reverse("people:unusual")).context["changes"]
    name = cast.actor(cast.a.system_admin).name
    assert [(each.account_words, each.by_name) for each in own] == [("password link made", name)]
    assert [(each.account, each.account_words) for each in audited] == [(holder, "password link made")]
