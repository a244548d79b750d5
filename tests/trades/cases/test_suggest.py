"""Suggestions say why, follow the duties in force, and cost the same whatever the text."""

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongxin.engine.flows import selectors as flows
from tongxin.engine.flows.models import Journal
from tongxin.engine.flows.refusals import Incomplete
from tongxin.ground.organizations.kinds import Kind
from tongxin.ground.posts.gates import Forbidden, Hidden
from tongxin.trades.cases import actions
from tongxin.trades.cases.catalogue import seed
from tongxin.trades.cases.models import Case, Category, Duty
from tongxin.trades.cases.suggest import scoring
from tongxin.trades.cases.suggest.advice import suggest
from tongxin.trades.cases.suggest.advised import advised
from tongxin.trades.cases.suggest.simulator import simulate


def test_a_lift_in_an_estate_goes_to_the_company_that_serves_it_and_says_so(walk):
    advice = suggest("3号楼电梯困人了", walk.cast.a.door)
    assert (advice.categories[0].category.code, advice.urgency.urgency) == ("elevator", "emergency")
    assert "“电梯”" in str(advice.categories[0].because)
    assert "“困人”" in str(advice.urgency.because)
    lead = advice.units[0]
    assert (lead.unit, lead.lead) == (walk.cast.a.property_company, True)
    assert "一区" in str(lead.because)
    assert "明珠物业" in str(lead.because)
    assert [(p.flow, p.name, p.urgency) for p in advice.promises] == [
        ("case", "accept", "emergency"),
        ("case", "solve", "emergency"),
        ("summons", "sign_in", "emergency"),
        ("summons", "answer", "emergency"),
    ]


def test_what_no_unit_leads_the_community_does_itself(walk):
    advice = suggest("楼上半夜噪音扰民", walk.cast.a.door)
    assert advice.categories[0].category.code == "noise"
    assert advice.by_ourselves
    assert {each.unit for each in advice.units} == {walk.cast.a.police_post, walk.cast.a.squad}


def test_a_kind_nobody_here_is_of_is_named_without_a_unit(walk):
    advice = suggest("小区广告牌匾", walk.cast.zone)
    assert [(each.unit, each.kind) for each in advice.units] == [(None, "enforcement_squad")]


def test_a_whistle_says_which_unit_is_missing_or_that_nobody_is_named(walk) -> None:
    """Nothing is ticked then, and why it isn't stands beside the form."""
    lift, elders = (Category.objects.get(code=code) for code in ("elevator", "elders"))
    case = Case(text="电梯坏了", place=walk.cast.a.community, category=lift)
    with translation.override("en"):
        nowhere = advised(case, "whistle")
        case.category = elders
        nobody = advised(case, "whistle")
        said = [[(what, str(why)) for what, why in each.because] for each in (nowhere, nobody)]
    assert [each.initial["units"] for each in (nowhere, nobody)] == [[], []]
    assert said == [
        [(lift, "Property company: none is known to serve this place")],
        [(elders, "The duty catalogue names no unit for it here: please tick those it takes.")],
    ]


def test_a_nearer_duty_and_a_deeper_category_win_and_ended_ones_do_not_count(walk):
    elevator = Category.objects.get(code="elevator")
    own = actions.assign_duty(
        elevator,
        by=walk.street,
        place=walk.cast.a.community,
        organization=walk.cast.a.housing,
        source="街道清单",
    )
    here, there = suggest("电梯坏了", walk.cast.a.door), suggest("电梯坏了", walk.cast.b.door)
    assert (here.units[0].unit, there.units[0].unit) == (walk.cast.a.housing, walk.cast.b.property_company)
    actions.end_duty(own, by=walk.street)
    assert suggest("电梯坏了", walk.cast.a.door).units[0].unit == walk.cast.a.property_company


def test_a_text_without_known_words_suggests_nothing(walk):
    advice = suggest("zzzz", walk.cast.a.door)
    assert (advice.categories, advice.units, advice.urgency.urgency) == ([], [], "normal")


def test_a_longer_word_takes_the_shorter_one_inside_it():
    words = {"电梯": 1, "加装电梯": 2}
    assert scoring.found("想加装电梯", words) == ["加装电梯"]
    assert scoring.found("加装电梯后电梯坏了", words) == ["加装电梯", "电梯"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="电梯坏了停车位噪音水漏着火物业不管Aa1，。 ", max_size=60))
def test_every_suggestion_has_its_reason_in_the_text(text):
    entries = seed.categories()
    known = [Category(path=e.path, name=e.name, keywords=list(e.words), code=e.code) for e in entries]
    guesses = scoring.guess(text, known, limit=99)
    assert sum(each.score for each in guesses) == pytest.approx(1.0 if guesses else 0.0)
    for each in guesses:
        assert each.words
        assert all(word in scoring.fold(text) for word in each.words)


def test_the_cost_is_bounded(walk, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        suggest("电梯坏了，停车位也被占，楼上还漏水，着火了", walk.cast.a.door)


def test_the_simulator_shows_dues_and_what_units_would_read(walk):
    simulation = simulate("电梯困人，请打13812345678", walk.cast.a.door)
    assert [due.promise.name for due in simulation.dues] == ["accept", "solve", "sign_in", "answer"]
    assert simulation.text_for_units == "电梯困人，请打138****78"


def test_the_dictionary_is_a_tree_with_both_languages_and_kinds_that_exist(db):
    entries = seed.categories()
    assert len(entries) == Category.objects.count()
    assert [entry.code for entry in entries if not entry.name_en] == []
    assert set(Duty.objects.values_list("kind", flat=True)) <= set(Kind.values)
    with pytest.raises(ValueError, match="before it"):
        seed.categories('[a]\nname = "甲"\nunder = "b"\n')


def test_the_catalogue_is_edited_by_whom_it_is_for_and_every_change_is_kept(walk):
    parent = Category.objects.get(code="property")
    with pytest.raises(Forbidden):
        actions.add_category(code="laundry", name="晾衣", parent=parent, by=walk.desk)
    added = actions.add_category(
        code="laundry", name="晾衣", parent=parent, by=walk.street, keywords=["晾衣杆"]
    )
    assert added.path.startswith(parent.path)
    actions.edit_category(added, by=walk.street, keywords=["晾衣杆", "晒被"])
    assert suggest("没有地方晒被", walk.cast.a.door).categories[0].category == added
    with pytest.raises(Incomplete):
        actions.add_category(code="laundry", name="又一个", by=walk.street)
    with pytest.raises(Incomplete):
        actions.assign_duty(added, by=walk.street, place=walk.cast.a.street)
    with pytest.raises(Hidden):
        actions.assign_duty(added, by=walk.street, place=walk.cast.b.community, kind="unit")
    with pytest.raises(Forbidden):
        actions.assign_duty(added, by=walk.street, kind="unit")
    actions.assign_duty(
        added, by=walk.street, place=walk.cast.a.street, kind="unit", since=dt.date(2026, 1, 1)
    )
    actions.set_danger_word("冒火星", urgency="emergency", by=walk.street)
    assert walk.report("插座冒火星").urgency == "emergency"
    rows = Journal.objects.filter(noun__in=["cases.category", "cases.duty", "cases.dangerword"])
    assert list(rows.order_by("pk").values_list("step", flat=True)) == ["added", "edited", "assigned", "set"]
    assert list(flows.verify("cases.category")) == []
