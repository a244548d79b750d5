"""The main job from end to end, each person at a device of their own, by what is on the pages alone."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page, expect

from tests.cast import Cast
from tests.e2e.browser import sticking_out
from tests.e2e.conftest import DESK, PHONE
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory.actions import issue_code
from tongxin.trades.cases.models import Category, Summons
from tongxin.trades.cases.notices import link

TRAPPED = "3号楼2单元的电梯停在六楼，里面困了两个人，按铃没人应"


@dataclass
class Scene:
    """The door's code, and a device for each person; ``keep`` keeps a picture, ``number`` is the case's."""

    cast: Cast
    code: str
    phone: Page
    clerk: Page
    street: Page
    housing: Page
    manager: Page
    keep: Callable[[Page, str], None]
    number: str = ""

    def at_case(self, page: Page) -> Page:
        """The case's page, as somebody at a desk opens it."""
        page.goto(f"/desk/cases/{self.number}")
        return page

    def at_home(self) -> Page:
        """The page on which the resident follows the case."""
        self.phone.goto(f"/track/{self.number}")
        return self.phone

    def at_message(self) -> Page:
        """The property manager taps the link of the newest message, on a telephone without an account."""
        newest = Summons.objects.filter(organization=self.cast.a.property_company).latest("issued_at")
        self.manager.goto(link(newest, "the:unit"))
        return self.manager


def scene(cast: Cast, open_context: Callable[..., BrowserContext], sign_in, shot, *, script: bool) -> Scene:
    """Everybody at their device, nothing reported yet."""

    def device(viewport: dict[str, int], account: object = None) -> Page:
        page = open_context(viewport=viewport, java_script_enabled=script).new_page()
        if account is not None:
            sign_in(page, account)
        return page

    return Scene(
        cast=cast,
        code=issue_code(cast.a.door, by=SYSTEM).code,
        phone=device(PHONE),
        clerk=device(DESK, cast.a.community_worker),
        street=device(DESK, cast.a.street_desk),
        housing=device(DESK, cast.a.unit_staff),
        manager=device(PHONE),
        keep=lambda page, name: shot(page, f"story-{name}") if script else None,
    )


def take(page: Page, step: str, **said: str) -> None:
    """Press a step's button, fill what its form asks (by label), send, and read that it is done."""
    page.get_by_role("link", name=step, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(step)
    for label, value in said.items():
        fill(page, label, value)
    page.get_by_role("button", name=step, exact=True).click()
    expect(page.locator(".flashes, [role=status]").first).to_contain_text(f"已办：{step}")
    assert sticking_out(page) == []


def fill(page: Page, label: str, value: str) -> None:
    """Choose among the buttons or the list of a question, or write into its field."""
    begins = re.compile(f"^{label}")
    group, field = page.get_by_role("group", name=begins), page.get_by_label(begins)
    if group.count():
        group.get_by_label(value, exact=True).check()
    elif page.get_by_role("combobox", name=begins).count():
        field.select_option(label=value)
    else:
        field.fill(value)


def go_on(phone: Page) -> None:
    """To the next question."""
    assert sticking_out(phone) == []
    phone.get_by_role("button", name="下一步").click()


def report(on: Scene) -> None:
    """A resident scans the code on the door and tells what happened, with a name and a number."""
    phone = on.phone
    phone.goto(f"/p/{on.code}")
    on.keep(phone, "place")
    phone.get_by_role("link", name="反映问题").first.click()
    fill(phone, "发生了什么？", TRAPPED)
    on.keep(phone, "report")
    go_on(phone)
    fill(phone, "具体位置", "六楼")
    on.keep(phone, "report-where")
    go_on(phone)
    fill(phone, "怎么称呼您", "王小芳")
    fill(phone, "电话", "13800001234")
    on.keep(phone, "report-reach")
    go_on(phone)
    on.keep(phone, "report-check")
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("收到了，谢谢您。")
    on.keep(phone, "sent")
    phone.get_by_role("link", name="查办理进度").last.click()
    on.number = phone.url.rsplit("/", 1)[-1]
    expect(phone.locator("main")).to_contain_text(TRAPPED)


def take_in(on: Scene) -> None:
    """The desk finds it in its queue; the form suggests lift and emergency, and the desk agrees."""
    on.clerk.goto("/desk/cases")
    on.keep(on.clerk, "queue")
    on.clerk.get_by_role("row", name=TRAPPED[:12]).get_by_role("link").click()
    take(on.clerk, "受理")
    lift = Category.objects.get(code="elevator").name
    expect(on.clerk.get_by_role("heading", level=1)).to_contain_text(lift)
    expect(on.clerk.get_by_text("紧急", exact=True)).to_be_visible()
    on.keep(on.clerk, "accepted")


def whistle(on: Scene) -> None:
    """The desk whistles: the property company leads, as suggested, and housing is called as well."""
    on.clerk.get_by_role("link", name="吹哨：请单位报到").click()
    units = on.clerk.get_by_role("group", name="单位", exact=True)
    units.get_by_label("明珠物业", exact=True).check()
    units.get_by_label("住建办", exact=True).check()
    fill(on.clerk, "由谁牵头", "明珠物业")
    fill(on.clerk, "需要做什么", "请马上救人，修好电梯")
    on.keep(on.clerk, "whistle")
    on.clerk.get_by_role("button", name="吹哨：请单位报到").click()
    expect(on.clerk.get_by_role("heading", name="明珠物业")).to_be_visible()
    on.keep(on.clerk, "whistled")


def return_it(on: Scene) -> None:
    """The property company says it is not theirs, on a listed ground and naming whose it should be."""
    unit = on.at_message()
    expect(unit.locator("body")).not_to_contain_text("王")
    take(
        unit,
        "退回：不属本单位",
        理由="不属于本单位职责",
        应由谁办="住建办",
        原因="电梯更换应由住建办协调",
    )
    on.keep(unit, "returned")


def refuse_return(on: Scene) -> None:
    """The community says that it stays."""
    take(on.at_case(on.clerk), "仍由该单位办理", 原因="小区电梯由物业维护")


def decide(on: Scene) -> None:
    """Returned a second time, so the street decides, for good: there is nothing left to return."""
    take(on.at_case(on.street), "裁定：仍由该单位", 原因="物业服务合同写明由物业维护电梯")
    on.keep(on.street, "decided")
    expect(on.at_message().get_by_role("link", name="退回：不属本单位")).to_have_count(0)


def work(on: Scene, unit: Page, told: str) -> None:
    """A unit signs in and answers."""
    take(unit, "签到：我们来办")
    take(unit, "答复", 怎么办的=told)


def help_out(on: Scene) -> None:
    """Housing signs in with its account and finds the case among what is asked of it."""
    on.housing.goto("/desk/summonses")
    on.keep(on.housing, "asked-of-us")
    on.housing.get_by_role("link").filter(has_text=on.number[:3]).first.click()
    work(on, on.housing, "已通知维保单位和检验机构")


def verify(on: Scene) -> None:
    take(on.at_case(on.clerk), "核实：已解决", 需要说明的情况="电梯已运行")


def call_back(on: Scene) -> None:
    """The clerk says what for, sees the number, calls; the resident says it stopped again."""
    clerk = on.at_case(on.clerk)
    expect(clerk.locator("main")).not_to_contain_text("13800001234")
    clerk.get_by_role("link", name="查看姓名电话").click()
    clerk.get_by_label("回访", exact=True).check()
    on.keep(clerk, "purpose")
    clerk.get_by_role("button", name="查看").click()
    expect(clerk.locator("main")).to_contain_text("13800001234")
    take(on.at_case(clerk), "记录回访", 联系上居民了吗="是", 问题解决了吗="没有", 还有什么想说的="又停了")
    on.keep(clerk, "back-to-work")


def work_again(on: Scene) -> None:
    """Open again: the desk whistles to the property company alone, which signs in and answers anew."""
    expect(on.at_home().get_by_role("heading", level=1)).to_contain_text("社区已受理")
    expect(on.phone.get_by_text("您在回访时说还没解决，已重新办理")).to_be_visible()
    clerk = on.at_case(on.clerk)
    clerk.get_by_role("link", name="吹哨：请单位报到").click()
    clerk.get_by_role("group", name="单位", exact=True).get_by_label("住建办", exact=True).uncheck()
    clerk.get_by_role("button", name="吹哨：请单位报到").click()
    work(on, on.at_message(), "更换了门机，运行一天正常")
    verify(on)


def judge(on: Scene) -> None:
    """Solved, says the resident in two taps; and reads that exactly one clerk looked, when and what for."""
    phone = on.at_home()
    on.keep(phone, "last-word")
    phone.get_by_role("link", name="解决了", exact=True).click()
    fill(phone, "您满意吗", "非常满意")
    phone.get_by_role("button", name="评价是否解决", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("已结案：您说已经解决了。")
    looks = phone.get_by_role("region", name="谁看过您的联系方式").get_by_role("listitem")
    expect(looks).to_have_count(1)
    expect(looks).to_contain_text("社区工作者")
    expect(looks).to_contain_text("回访")
    on.keep(phone, "closed")


def live_through(on: Scene) -> None:
    report(on)
    take_in(on)
    whistle(on)
    return_it(on)
    refuse_return(on)
    return_it(on)
    decide(on)
    work(on, on.at_message(), "两人已救出，门机已修")
    help_out(on)
    verify(on)
    call_back(on)
    work_again(on)
    judge(on)


def test_a_lift_that_traps_people(cast: Cast, open_context, sign_in, shot) -> None:
    """A resident scans the code on a door and reports a lift that traps people. The community accepts and
    whistles to the property company and to housing. The property company returns it twice, so the street
    decides: it stays. Both sign in, one by a link, one with an account, and answer. The community verifies
    and calls back; the resident says it is not solved, and it is opened again. Then it is solved, and
    rated; and the resident reads that one clerk, and nobody else, looked at the telephone number.
    """
    live_through(scene(cast, open_context, sign_in, shot, script=True))


def test_the_same_without_script(cast: Cast, open_context, sign_in, shot) -> None:
    """The same, and no device runs JavaScript."""
    live_through(scene(cast, open_context, sign_in, shot, script=False))
