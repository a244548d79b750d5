"""How an order comes in, and what is said to bad input: a clear sentence at the field, nothing kept."""

from datetime import timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.trades.orders.walking import DAY, HOUR, NOW, WINDOW
from tongxin.engine.flows.models import Journal
from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.tickets import codes, numbers
from tongxin.ground.people.actions import erase
from tongxin.ground.people.models import Person
from tongxin.ground.people.refusals import StillNeeded
from tongxin.ground.posts.actors import SYSTEM
from tongxin.trades.orders import actions, wanted
from tongxin.trades.orders.actions import Contact
from tongxin.trades.orders.models import Order
from tongxin.trades.orders.selectors import follow


def refused(walk, **kwargs) -> dict[str, str]:
    before = (Order.objects.count(), Person.objects.count(), Journal.objects.count())
    with pytest.raises(Incomplete) as caught:
        walk.place(**kwargs)
    assert (Order.objects.count(), Person.objects.count(), Journal.objects.count()) == before
    with translation.override("en"):
        return {field: str(sentence) for field, sentence in caught.value.errors.items()}


def test_an_order_takes_its_terms_from_the_menu(walk):
    order = walk.place("accompany_hospital")
    assert (order.persons, order.minutes, order.skills, order.sensitive) == (2, 240, ["vetted"], True)
    assert order.community_path == order.reach_path == walk.cast.a.community.path
    assert numbers.is_number(order.number, numbers.ORDERS)


def test_whoever_ordered_follows_it_by_number_and_code(walk):
    order = walk.place()
    code = codes.code_for(order.client_key)
    followed = follow(numbers.grouped(order.number), codes.grouped(code).lower())
    assert (followed.order, followed.actor) == (order, walk.orderer(order))
    assert follow(order.number, "AAAAAAAA") is None
    assert follow("271828189", code) is None


def test_the_same_submission_twice_is_one_order(walk):
    placed = [
        actions.place_order(
            place=walk.cast.a.door,
            by=SYSTEM,
            way="web",
            windows=[WINDOW],
            kind=walk.kind(),
            requester=Contact("王小芳", "13800001234"),
            client_key="k" * 20,
            now=NOW,
        )
        for _each in range(2)
    ]
    assert [each.new for each in placed] == [True, False]
    assert placed[0].order == placed[1].order
    assert placed[0].query_code == placed[1].query_code


def test_a_neighbour_orders_for_another_and_both_stay_while_it_is_open(walk):
    order = walk.place(beneficiary=Contact("赵奶奶", ""))
    assert order.whom != order.requester
    with pytest.raises(StillNeeded):
        erase(order.beneficiary, by=SYSTEM, reason="request")
    actions.cancel(order, by=walk.orderer(order), now=NOW)
    assert erase(order.beneficiary, by=SYSTEM, reason="request").erased_at is not None


@pytest.mark.parametrize(
    ("kwargs", "field"),
    [
        ({"windows": []}, "windows"),
        ({"windows": [(NOW - HOUR, NOW + HOUR)]}, "windows"),
        ({"windows": [(NOW + DAY, NOW + DAY - HOUR)]}, "windows"),
        ({"windows": [(NOW + DAY, NOW + DAY + HOUR / 2)]}, "windows"),
        ({"windows": [(NOW + 90 * DAY, NOW + 91 * DAY)]}, "windows"),
        ({"windows": [WINDOW, (WINDOW[1] - HOUR, WINDOW[1] + HOUR)]}, "windows"),
        ({"windows": [(NOW + n * DAY, NOW + n * DAY + HOUR) for n in range(1, 6)]}, "windows"),
        ({"code": "", "text": " "}, "text"),
        ({"text": "长" * 1001}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"way": "pigeon"}, "way"),
        ({"urgency": "now"}, "urgency"),
        ({"tongue": "latin"}, "tongue"),
        ({"requester": Contact("王小芳", "")}, "requester_phone"),
        ({"requester": Contact("王小芳", "12")}, "requester_phone"),
        ({"repeats": (5, (NOW + 30 * DAY).date())}, "every_days"),
        ({"repeats": (7, NOW.date())}, "repeat_until"),
        ({"client_key": "short"}, "client_key"),
    ],
)
def test_bad_input_gets_a_sentence_and_nothing_is_kept(walk, kwargs, field):
    errors = refused(walk, **kwargs)
    assert list(errors) == [field]
    assert errors[field][-1] in ".。"


def test_what_is_not_on_the_menu_here_is_refused(walk):
    kind = actions.offer(by=SYSTEM, place_path=walk.cast.b.community.path, **facts(code="swimming"))
    assert refused(walk, kind=kind) == {"kind": "This service is not on the menu here."}


def test_open_orders_of_a_kind_are_capped(walk):
    for _each in range(3):
        walk.place()
    assert list(refused(walk)) == ["kind"]
    assert walk.place("free_clinic").state == "ordered"


def test_a_service_for_the_old_asks_for_age_only_where_it_is_known(walk):
    young = walk.person(born=1990)
    assert list(refused(walk, code="haircut", requester=young)) == ["kind"]
    assert walk.place("haircut", requester=walk.person(born=1940)).kind.code == "haircut"
    assert walk.place("haircut", requester=walk.person()).kind.code == "haircut"


def test_a_standing_order_is_made_once_for_each_day(walk):
    first = walk.place(repeats=(7, (NOW + 22 * DAY).date()))
    assert actions.raise_standing(now=NOW + 2 * DAY) == 1
    assert actions.raise_standing(now=NOW + 2 * DAY) == 0
    assert actions.raise_standing(now=NOW + 14 * DAY) == 1
    made = list(Order.objects.filter(standing=first.standing).order_by("occurrence"))
    assert [each.occurrence - made[0].occurrence for each in made] == [timedelta(0), 7 * DAY, 14 * DAY]
    assert made[1].windows.get().since == WINDOW[0] + 7 * DAY
    assert (made[1].requester, made[1].way) == (first.requester, "standing")
    actions.end_standing(first.standing, by=walk.orderer(first), now=NOW)
    assert actions.raise_standing(now=NOW + 20 * DAY) == 0


def test_a_wish_is_sorted_under_the_menu_when_it_is_accepted(walk):
    order = walk.place("", text="想有人陪我去看牙")
    actions.accept(order, by=walk.desk, openly="no", kind=walk.kind("accompany_hospital").pk, now=NOW)
    assert (order.kind.code, order.sensitive, order.persons) == ("accompany_hospital", True, 2)


def test_the_reason_of_a_refusal_is_for_whoever_ordered_alone(walk):
    order = walk.order("refused")
    row = Journal.objects.get(noun="orders.order", thing_id=str(order.pk), step="refuse")
    assert order.refusal == "请走物业报修"
    assert "请走物业报修" not in f"{row.note}{row.data}"


def test_other_times_replace_the_wanted_ones_or_nothing_changes(walk):
    order = walk.order("open")
    since = NOW + 3 * DAY
    with pytest.raises(Incomplete):
        actions.change(order, by=walk.orderer(order), since=NOW - DAY, until=NOW, now=NOW)
    assert [each.since for each in order.windows.all()] == [WINDOW[0]]
    actions.change(order, by=walk.orderer(order), since=since, until=since + 2 * HOUR, now=NOW)
    assert [each.since for each in order.windows.all()] == [since]


def facts(**more):
    return {
        "name": "陪游泳",
        "name_en": "Swimming",
        "includes": "下水",
        "includes_en": "In the water",
        "minutes": 60,
        **more,
    }


moments = st.integers(-100, 3000).map(lambda minutes: NOW + timedelta(minutes=minutes))


@given(st.lists(st.tuples(moments, moments), max_size=5), st.integers(0, 240))
def test_wanted_times_are_fine_just_when_none_is_past_short_backward_or_overlapping(spans, minutes):
    fine = 1 <= len(spans) <= 4 and all(
        NOW <= since < until and until - since >= timedelta(minutes=minutes) for since, until in spans
    )
    fine = fine and not any(
        one is not other and one[0] < other[1] and other[0] < one[1] for one in spans for other in spans
    )
    assert (wanted.problem(spans, NOW, minutes) == "") == fine
