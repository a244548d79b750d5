"""The main forms by keyboard alone: each stop in the order one reads, the focus seen, no way stuck."""

from dataclasses import dataclass
from itertools import pairwise

from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.e2e.conftest import PHONE, Walk
from tests.trades.cases.walking import Walk as CaseWalk
from tour.visits import visits

FORMS = (
    "account_login",
    "cases:place",
    "cases:report",
    "cases:draft_what",
    "cases:draft_where",
    "cases:draft_reach",
    "cases:draft_check",
    "cases:track",
    "cases:tracked",
    "cases:resident_step",
    "orders:order",
    "orders:draft_when",
    "orders:draft_whom",
    "orders:draft_reach",
    "orders:draft_check",
    "orders:tracked",
    "orders:join",
    "orders:offered",
    "cases:case",
    "cases:step",
    "cases:take_down",
    "cases:linked",
    "cases:linked_step",
    "cases:linked_reporter",
)
# What the keyboard should stop at, in the order of the page; of a group of radio buttons one.
STOPS = """() => {
  const visible = (one) => one.checkVisibility({ visibilityProperty: true });
  const shown = (one) => visible(one) && !one.disabled && one.tabIndex >= 0;
  const first = (one) => {
    if (one.type !== "radio") return true;
    const group = [...one.form.elements].filter((each) => each.type === "radio" && each.name === one.name);
    return one === (group.find((each) => each.checked) ?? group[0]);
  };
  const asked = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  window.stops = [...document.querySelectorAll(asked)].filter((one) => shown(one) && first(one));
  return window.stops.map((one) => (one.labels?.[0] ?? one).textContent.trim().slice(0, 20) || one.name);
}"""
# Where the keyboard is: which stop, where on the page, whether one sees it; nothing once it has left it.
WHERE = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const door = one.closest(".uploader")?.querySelector(".uploader-door");
  const drawn = [one, one.closest("label, .choice"), door];
  const seen = drawn.filter(Boolean).some((each) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && each.getBoundingClientRect().width > 2;
  });
  const box = (one.labels?.[0] ?? one).getBoundingClientRect();
  const [stop, inside] = [window.stops.indexOf(one), one.closest("main") !== null];
  return { stop, top: box.top + scrollY, bottom: box.bottom + scrollY, seen, inside };
}"""


@dataclass(frozen=True)
class Stop:
    """Where the keyboard was: its number among the stops, its box, whether the focus is seen, in main."""

    stop: int
    top: float
    bottom: float
    seen: bool
    inside: bool


def by_tab(page: Page, most: int) -> list[Stop]:
    """Where Tab leads, until it leaves the page; a field of several parts is one stop."""
    been: list[Stop] = []
    for _press in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate(WHERE)
        if at is None or (been and at["stop"] == 0 < been[-1].stop):
            break
        if not been or been[-1].stop != at["stop"]:
            been.append(Stop(**at))
    return been


def wrong_with(page: Page) -> list[str]:
    """What is wrong with going through the page by Tab; empty when nothing is."""
    if page.locator("[data-similar]").count():
        page.wait_for_load_state("networkidle")  # what was reported already has come
    names = page.evaluate(STOPS)
    been = by_tab(page, 4 * len(names) + 10)
    order = [each.stop for each in been]
    found = [] if order == [*range(len(names))] else [f"goes {order} of {len(names)}: {names}"]
    found += [f"focus not seen at {names[each.stop]!r}" for each in been if not each.seen]
    inside = [each for each in been if each.inside]
    found += [
        f"{names[below.stop]!r} comes before {names[above.stop]!r}, which stands above it"
        for below, above in pairwise(inside)
        if above.bottom <= below.top
    ]
    return found


def test_main_forms_are_gone_through_by_tab(walk: Walk) -> None:
    wrong = [f"{name}: {each}" for name, page in walk({}, FORMS) for each in wrong_with(page)]
    assert wrong == [], "\n".join(wrong)
    assert {visit.name for visit in visits()} >= {*FORMS}


def test_whistle_is_gone_through_by_tab(cast: Cast, open_context, sign_in) -> None:
    case = CaseWalk(cast).case("accepted")
    page = open_context(viewport=PHONE).new_page()
    sign_in(page, cast.a.community_worker)
    page.goto(f"/desk/cases/{case.number}")
    page.get_by_role("link", name="吹哨：请单位报到").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("吹哨：请单位报到")
    assert wrong_with(page) == []
