"""Points: off unless a place gives them, worked out from confirmed hours, void after an upheld complaint."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from tests.trades.orders.views.writing import english
from tests.trades.orders.walking import AT, DAY, NOW, Walk
from tongxin.engine.flows.models import Journal
from tongxin.engine.flows.refusals import Incomplete
from tongxin.ground.posts import gates
from tongxin.trades.orders import actions
from tongxin.trades.orders.actors import volunteer_actor
from tongxin.trades.orders.models import PointRule
from tongxin.trades.orders.selectors.hours import ledger
from tongxin.trades.orders.selectors.points import account_of

TODAY = date(2026, 11, 23)
WORDS = "积分可以在社区借用会议室，不能换钱"


@pytest.fixture
def walk(cast):
    with time_machine.travel(NOW, tick=False):
        yield Walk(cast)


@pytest.fixture
def on(walk):
    """Points in the first community: two an hour, for errands three."""
    return switched(walk, walk.cast.a.community, per_hour=2, by_kind={"errands": 3})


def switched(walk, place, **rule):
    facts = {"per_hour": 1, "words": WORDS, **rule}
    by = walk.cast.actor(walk.cast.a.street_desk)
    return actions.switch_points_on(place, by=by, **facts)


def numbers(volunteer):
    account = account_of(ledger(volunteer), volunteer.home_path)
    return account.whole, [(each.number, each.void) for each in account.by_part.values()]


def signed_in(account):
    browser = english()
    browser.force_login(account)
    return browser


def test_points_are_off_until_a_place_gives_them(walk, let):
    volunteer = walk.volunteer()
    walk.done_by(volunteer)
    page = let(volunteer).get("/volunteer/hours")
    assert (page.context["points"], page.context["rules"]) == (0, [])
    assert "积分" not in page.content.decode()
    assert "no points, no ranking" in english().get("/volunteer/join").content.decode()


def test_confirmed_hours_give_what_the_rule_of_the_place_says(walk, on, let):
    volunteer = walk.volunteer()
    walk.done_by(volunteer)
    assert numbers(volunteer) == (Decimal("2.5"), [(Decimal("2.5"), False)])
    page = let(volunteer).get("/volunteer/hours", headers={"accept-language": "en"})
    shown = page.content.decode()
    said = ("<strong>2.5</strong> points", "2 points for each confirmed hour", "3 points for each", WORDS)
    assert [words for words in said if words not in shown] == []


def test_what_is_not_confirmed_gives_nothing(walk, on):
    order = walk.order("done")
    assert numbers(order.engagements.get().volunteer) == (0, [])


def test_an_upheld_complaint_voids_the_points_of_its_order_alone_until_it_is_set_aside(walk, on):
    volunteer = walk.volunteer()
    order, _other = walk.done_by(volunteer), walk.done_by(volunteer)
    made = actions.complain(order, by=walk.orderer(order), text="态度不好", now=AT + DAY)
    assert numbers(volunteer)[0] == 5
    actions.uphold(made, by=walk.desk, reason="属实", now=AT + DAY)
    assert numbers(volunteer)[0] == Decimal("2.5")
    assert sum(part.confirmed_minutes for part in ledger(volunteer)) == 100
    actions.object_to(made, by=volunteer_actor(volunteer), reason="不是这样", now=AT + DAY)
    actions.set_aside(made, by=walk.secretary, reason="异议成立", now=AT + DAY)
    assert numbers(volunteer)[0] == 5


def test_hours_give_points_by_the_day_they_were_confirmed(walk):
    rule = switched(walk, walk.cast.a.community, since=TODAY + timedelta(days=3))
    volunteer = walk.volunteer()
    walk.done_by(volunteer)  # confirmed two days from today
    assert numbers(volunteer) == (0, [])
    actions.switch_points_off(rule, by=walk.secretary, until=rule.since)
    switched(walk, walk.cast.a.community)
    assert numbers(volunteer)[0] == Decimal("0.8")


def test_the_rule_of_the_nearest_place_counts(walk, on):
    switched(walk, walk.cast.a.street, per_hour=20)
    volunteer = walk.volunteer()
    walk.done_by(volunteer)
    assert numbers(volunteer)[0] == Decimal("2.5")


def test_a_new_rule_ends_the_one_before_and_points_of_before_stay(walk, on):
    volunteer = walk.volunteer()
    walk.done_by(volunteer)
    later = switched(walk, on.place, per_hour=5, since=TODAY + timedelta(days=10))
    on.refresh_from_db()
    assert (on.until, later.until) == (later.since, None)
    assert numbers(volunteer)[0] == Decimal("2.5")
    assert [row.step for row in Journal.objects.filter(noun="orders.points").order_by("pk")] == ["on", "on"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"per_hour": 0}, "per_hour"),
        ({"per_hour": 21}, "per_hour"),
        ({"words": " "}, "words"),
        ({"since": TODAY - timedelta(days=1)}, "since"),
        ({"by_kind": {"errands": 21}}, "by_kind"),
        ({"by_kind": {"flying": 1}}, "by_kind"),
    ],
)
def test_a_rule_that_says_nothing_right_is_refused(walk, wrong, field):
    with pytest.raises(Incomplete) as refused:
        switched(walk, walk.cast.a.community, **wrong)
    assert (list(refused.value.errors), PointRule.objects.count()) == ([field], 0)


def test_a_rule_before_one_that_begins_later_is_refused(walk):
    switched(walk, walk.cast.a.community, since=TODAY + timedelta(days=9))
    with pytest.raises(Incomplete):
        switched(walk, walk.cast.a.community)


def test_the_office_of_a_place_switches_and_nobody_else(walk, on):
    for role in ("community_worker", "grid_worker", "street_leader"):
        with pytest.raises((gates.Forbidden, gates.Hidden)):
            actions.switch_points_off(on, by=walk.cast.actor(getattr(walk.cast.a, role)))
    with pytest.raises(gates.Hidden):
        actions.switch_points_off(on, by=walk.cast.actor(walk.cast.b.street_desk))
    assert actions.switch_points_off(on, by=walk.secretary).until == TODAY


def test_the_desk_of_the_place_reads_them_and_no_other_desk(walk, on):
    volunteer = walk.volunteer()
    walk.done_by(volunteer)
    address = reverse("orders:points_of", args=[volunteer.number])
    here = signed_in(walk.cast.a.community_worker)
    assert address in here.get(reverse("orders:volunteer", args=[volunteer.number])).content.decode()
    assert here.get(address).context["points"] == Decimal("2.5")
    cast = walk.cast
    found = {
        who: signed_in(account).get(address).status_code
        for who, account in (("there", cast.b.community_worker), ("leader", cast.a.street_leader))
    }
    assert found == {"there": 404, "leader": 404}


def test_the_rule_of_a_street_is_not_for_the_desk_of_a_community(walk):
    switched(walk, walk.cast.a.street)
    volunteer = walk.volunteer()
    walk.done_by(volunteer)
    address = reverse("orders:points_of", args=[volunteer.number])
    found = [
        signed_in(account).get(address).status_code
        for account in (walk.cast.a.community_worker, walk.cast.a.street_desk)
    ]
    assert found == [404, 200]


def test_points_are_switched_on_and_off_at_the_desk(walk):
    desk = signed_in(walk.cast.a.community_secretary)
    place = walk.cast.a.community.full_name
    given = {"where": place, "since": "2026-11-23", "per_hour": "2", "words": WORDS, "kind_errands": "0"}
    wrong = desk.post(reverse("orders:points_on"), given | {"per_hour": "99"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["per_hour"])
    assert wrong.context["form"]["words"].value() == WORDS
    assert desk.post(reverse("orders:points_on"), given).url == reverse("orders:points")
    rule = PointRule.objects.get()
    assert (rule.per_hour, rule.by_kind, rule.place) == (2, {"errands": 0}, walk.cast.a.community)
    [row] = desk.get(reverse("orders:points")).context["rows"]
    assert (row["rule"], row["may_end"]) == (rule, True)
    off = reverse("orders:points_off", args=[rule.pk])
    assert desk.post(off, {"until": "2026-11-01"}).status_code == 422
    assert desk.post(off, {"until": "2026-12-01"}).status_code == 302
    rule.refresh_from_db()
    assert rule.until == date(2026, 12, 1)


def test_who_joins_reads_where_points_are_given_and_so_does_everybody(walk, on):
    joins = english().get("/volunteer/join").content.decode()
    assert "no points, no ranking" not in joins
    assert [words for words in (WORDS, walk.cast.a.community.name) if words not in joins] == []
    burden = english().get("/burden").content.decode()
    assert [words for words in (WORDS, walk.cast.a.community.name) if words not in burden] == []
    actions.switch_points_off(on, by=walk.secretary)
    assert "Nowhere." in english().get("/burden").content.decode()


def test_the_list_of_volunteers_says_nothing_of_points(walk, on):
    walk.done_by(walk.volunteer())
    shown = signed_in(walk.cast.a.community_worker).get(reverse("orders:volunteers")).content.decode()
    assert "2.5" not in shown
