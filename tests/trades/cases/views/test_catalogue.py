"""The pages of the duty catalogue: who reads, who edits, what is refused and how it is said."""

import datetime as dt

import pytest
from django.urls import reverse

from tongxin.ground.posts.actors import SYSTEM
from tongxin.trades.cases import actions
from tongxin.trades.cases.models import Category, DangerWord, Duty, Ground

DUTIES = reverse("cases:duties")
NEW = reverse("cases:new_duty")


@pytest.fixture
def street(cast, sign_in):
    """The desk of the first street, which keeps its duties."""
    return sign_in(cast.a.street_desk)


@pytest.fixture
def lift(db) -> Category:
    return Category.objects.get(code="elevator")


def given(page) -> list[tuple[str, str]]:
    """Unit and place of every row on the page."""
    rows = [(str(row["unit"]), row["duty"].place) for row in page.context["rows"]]
    return [(unit, place.full_name if place else "") for unit, place in rows]


def test_a_task_is_given_shown_and_ended_and_the_row_stays(cast, street, lift) -> None:
    said = {"category": lift.pk, "place": cast.a.street.pk, "organization": cast.a.squad.pk}
    answer = street.post(NEW, said | {"lead": "lead", "since": "2026-03-01", "source": "street notice 3"})
    assert (answer.status_code, answer.url) == (302, DUTIES)
    duty = Duty.objects.get(organization=cast.a.squad)
    kept = (duty.category, duty.place, duty.lead, duty.since, duty.source)
    assert kept == (lift, cast.a.street, True, dt.date(2026, 3, 1), "street notice 3")
    shown = street.get(DUTIES, {"category": lift.pk, "place": cast.a.community.pk})
    own = ("执法中队", cast.a.street.full_name)
    assert given(shown) == [("Property company", ""), own]
    ended = street.post(reverse("cases:end_duty", args=[duty.pk]), {"until": "2026-04-01"})
    assert ended.status_code == 302
    assert own not in given(street.get(DUTIES, {"category": lift.pk}))
    assert own in given(street.get(DUTIES, {"category": lift.pk, "on": "2026-03-31"}))
    assert own not in given(street.get(DUTIES, {"category": lift.pk, "on": "2026-04-01"}))


def test_neither_kind_nor_unit_is_told_above_the_form_and_what_was_typed_is_kept(cast, street, lift) -> None:
    said = {"category": lift.pk, "place": cast.a.street.pk, "lead": "with", "since": "2026-03-01"}
    page = street.post(NEW, said | {"source": "a letter"})
    assert page.status_code == 422
    form = page.context["form"]
    assert form.non_field_errors() == ["Name either a kind of organisation or one organisation."]
    assert form["source"].value() == "a letter"
    assert street.post(NEW, said | {"place": ""}).context["form"].errors["place"] == [
        "This field is required."
    ]


def test_an_end_before_the_beginning_is_refused_in_words(cast, street, lift) -> None:
    duty = actions.assign_duty(lift, place=cast.a.street, kind="unit", since=dt.date(2026, 3, 1), by=SYSTEM)
    page = street.post(reverse("cases:end_duty", args=[duty.pk]), {"until": "2026-02-01"})
    assert page.status_code == 422
    assert page.context["form"].non_field_errors() == ["The end can't be before the beginning."]


def test_tasks_of_another_street_are_not_there_and_general_ones_are_for_the_house(
    cast, street, sign_in, lift
) -> None:
    there = actions.assign_duty(lift, place=cast.b.street, kind="unit", by=SYSTEM)
    everywhere = Duty.objects.filter(category=lift, place=None).first()
    assert street.get(reverse("cases:end_duty", args=[there.pk])).status_code == 404
    assert street.get(reverse("cases:end_duty", args=[everywhere.pk])).status_code == 403
    assert cast.b.street.full_name not in {place for _unit, place in given(street.get(DUTIES))}
    keeper = sign_in(cast.a.system_admin)
    assert keeper.post(reverse("cases:end_duty", args=[everywhere.pk]), {"until": "2026-12-01"}).url == DUTIES
    everywhere.refresh_from_db()
    assert everywhere.until == dt.date(2026, 12, 1)


def test_who_may_only_read_sees_no_button_and_gets_the_reason(cast, desk) -> None:
    page = desk.get(DUTIES)
    assert (page.status_code, NEW in page.content.decode()) == (200, False)
    refused = desk.get(NEW)
    assert refused.status_code == 403
    assert "Only the street dispatcher" in refused.content.decode()


def test_a_category_is_added_changed_and_taken_out_of_use(street) -> None:
    address = reverse("cases:new_category")
    parent = Category.objects.get(code="property")
    said = {"parent": parent.pk, "code": "laundry", "name": "晾衣", "urgency": "normal"}
    assert street.post(address, said | {"keywords": "晾衣杆，晒被 晾衣杆"}).status_code == 302
    added = Category.objects.get(code="laundry")
    assert (added.parent, added.keywords) == (parent, ["晾衣杆", "晒被"])
    again = street.post(address, said)
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["code"])
    own = reverse("cases:category", args=[added.pk])
    assert street.get(own).context["form"]["keywords"].value() == "晾衣杆、晒被"
    assert street.post(own, {"name": "晾晒", "urgency": "urgent", "keywords": ""}).status_code == 302
    added.refresh_from_db()
    kept = (added.name, added.urgency, added.keywords, added.active)
    assert kept == ("晾晒", "urgent", [], False)


def test_a_ground_is_listed_and_changed(street) -> None:
    said = {"purpose": "return", "code": "no-such-task", "name": "无此职责", "name_en": "No such task"}
    assert street.post(reverse("cases:new_ground"), said).status_code == 302
    added = Ground.objects.get(code="no-such-task")
    assert added == Ground.objects.filter(purpose="return").last()
    own = reverse("cases:ground", args=[added.pk])
    assert street.post(own, {"name": "不属本单位职责", "active": "on"}).status_code == 302
    added.refresh_from_db()
    assert (added.name, added.name_en, added.active) == ("不属本单位职责", "", True)
    assert street.post(own, {"name": ""}).context["form"].errors["name"] == ["This field is required."]


def test_a_danger_word_is_set_and_taken_out(street) -> None:
    address = reverse("cases:danger_words")
    said = {"word": "冒火星", "urgency": "emergency", "unless": "演练 预防"}
    assert street.post(address, said | {"active": "on"}).status_code == 302
    assert DangerWord.objects.get(word="冒火星").unless == ["演练", "预防"]
    shown = street.get(address, {"word": "冒火星"}).context["form"]
    assert (shown["word"].value(), shown["unless"].value()) == ("冒火星", "演练、预防")
    street.post(address, said)
    assert DangerWord.objects.get(word="冒火星").active is False


def test_every_page_of_the_catalogue_costs_the_same_for_many_rows(cast, street, asked, lift) -> None:
    lists = [DUTIES, *(reverse(f"cases:{name}") for name in ("categories", "grounds", "danger_words"))]
    before = [asked(street, address) for address in lists]
    for n in range(20):
        actions.add_category(code=f"more-{n}", name=f"更多{n}", parent=lift, by=SYSTEM)
        actions.assign_duty(lift, place=cast.a.street, kind="unit", since=dt.date(2026, 1, 1 + n), by=SYSTEM)
    assert [asked(street, address) for address in lists] == before
    assert max(before) <= 12
