"""Signing in, and the second step with a security key, under the strict policy of the house."""

import pytest
from playwright.sync_api import Page, expect

from tests.cast import make_cast
from tests.e2e.browser import sticking_out
from tongxin.ground.people import actions, selectors
from tongxin.ground.people.models import Account, Look, Person
from tongxin.ground.posts.actors import SYSTEM

PASSWORD = "a quiet long sentence"


@pytest.fixture
def account(live_server) -> Account:
    return actions.open_account(username="zhang", phone="13900000001", password=PASSWORD, by=SYSTEM)


def type_password(page: Page) -> None:
    page.get_by_label("密码").fill(PASSWORD)


def sign_in_by_phone(page: Page) -> None:
    page.goto("/accounts/login/?next=/accounts/")
    page.get_by_label("账号名、电话或邮箱").fill("139 0000 0001")
    type_password(page)
    page.get_by_role("button", name="登录").click()


def with_security_key(page: Page) -> None:
    """Plug a virtual security key into the browser."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    devtools.send(
        "WebAuthn.addVirtualAuthenticator", {"options": options | {"automaticPresenceSimulation": True}}
    )


def test_a_clerk_signs_in_by_phone_adds_a_key_and_comes_back_with_it(desktop, account, shot) -> None:
    sign_in_by_phone(desktop)
    expect(desktop.get_by_role("heading", level=1)).to_have_text("我的账号")
    shot(desktop, "account-1280")
    with_security_key(desktop)
    desktop.get_by_role("link", name="登录第二步验证").click()
    desktop.get_by_role("link", name="管理安全密钥").click()
    desktop.get_by_role("link", name="添加安全密钥").click()
    type_password(desktop)
    desktop.get_by_role("button", name="确认").click()
    desktop.wait_for_load_state()  # the button waits for its script
    desktop.get_by_role("button", name="添加").click()
    expect(desktop.locator("ul.codes li")).to_have_count(10)
    shot(desktop, "recovery-codes-1280")
    desktop.context.clear_cookies()
    sign_in_by_phone(desktop)
    expect(desktop.get_by_role("heading", level=1)).to_have_text("第二步验证")
    shot(desktop, "second-step-1280")
    desktop.wait_for_load_state()
    desktop.get_by_role("button", name="用安全密钥").click()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("我的账号")
    assert [one.outcome for one in selectors.last_sign_ins(account)] == ["done", "done"]


def test_a_key_that_does_not_answer_is_said_and_the_next_try_may_succeed(desktop, account) -> None:
    devtools = desktop.context.new_cdp_session(desktop)
    devtools.send("WebAuthn.enable")
    sign_in_by_phone(desktop)
    desktop.goto("/accounts/2fa/webauthn/add/")
    type_password(desktop)
    desktop.get_by_role("button", name="确认").click()
    failed = desktop.get_by_role("alert").filter(has_text="没有读到钥匙")
    options = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": False}
    key = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    desktop.wait_for_load_state()
    desktop.get_by_label("这把钥匙叫什么").fill("办公桌上的")
    desktop.get_by_role("button", name="添加").click()
    expect(failed).to_be_visible()
    devtools.send("WebAuthn.removeVirtualAuthenticator", key)
    with_security_key(desktop)
    desktop.get_by_role("button", name="添加").click()
    expect(desktop.locator("ul.codes li")).to_have_count(10)


def test_signing_in_needs_no_script_and_fits_a_phone(plain_phone, account) -> None:
    sign_in_by_phone(plain_phone)
    expect(plain_phone.get_by_role("heading", level=1)).to_have_text("我的账号")
    assert sticking_out(plain_phone) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_a_clerk_finds_a_resident_and_says_what_for(open_context, sign_in, shot, width) -> None:
    cast = make_cast()
    members = [{"name": "欧阳静姝", "phone": "13812341234", "address": "3号楼301"}]
    actions.settle([{"place": cast.a.door, "members": members}], by=SYSTEM)
    page = open_context(viewport={"width": width, "height": 800}).new_page()
    sign_in(page, cast.a.community_worker)
    page.goto("/desk/people/")
    shot(page, f"people-{width}")
    assert sticking_out(page) == []
    page.get_by_label("完整的姓名、电话或身份证号").fill("138 1234 1234")
    page.get_by_role("button", name="查找").click()
    assert "1234" not in page.url
    page.get_by_role("link", name="欧阳**").click()
    expect(page.locator("main")).not_to_contain_text("13812341234")
    page.get_by_label("看来做什么用？").select_option("visit")
    page.get_by_role("button", name="给我看").click()
    expect(page.locator("main")).to_contain_text("13812341234")
    shot(page, f"person-{width}")
    assert sticking_out(page) == []
    person = Person.objects.get(household__isnull=False)
    assert Look.objects.get(person=person).purpose == "visit"
