"""A place chosen in a form: by words, by a code, from the list; never outside the area it was narrowed to."""

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ground.territory.ground import CLERK
from tongxin.ground.territory import actions, picking
from tongxin.ground.territory.picking import Picked, PicksPlaces, PlaceField

pytestmark = pytest.mark.django_db


class Asking(PicksPlaces):
    where = PlaceField(label="where", pin=True)
    note = forms.CharField()


def asked(tops: list[str], **data: str) -> Asking:
    query = QueryDict(mutable=True)
    query.update({"note": "x"} | {key.replace("_", "-"): value for key, value in data.items()})
    form = Asking(query)
    form.fields["where"].narrow(tops, "case.read")
    return form


def picked(form: Asking) -> Picked:
    assert form.is_valid(), form.errors
    return form.cleaned_data["where"]


def codes(form: Asking) -> list[str]:
    return [error.code for error in form.errors.as_data()["where"]]


def test_words_that_mean_one_place_are_enough(ground) -> None:
    top = [ground["tianan"].path]
    assert picked(asked(top, where="天安社区 3号楼 2单元")).place == ground["stairwell"]
    code = actions.issue_code(ground["building"], by=CLERK).code
    assert picked(asked(top, where=f" {code.lower()} ")).place == ground["building"]


def test_words_that_fit_a_place_and_what_lies_in_it_mean_that_place(ground) -> None:
    assert picked(asked([ground["tianan"].path], where="3号楼")).place == ground["building"]


def test_words_that_mean_several_or_none_are_asked_back(ground) -> None:
    assert codes(asked([ground["zone"].path], where="社区")) == ["several"]
    assert codes(asked([ground["tianan"].path], where="火星")) == ["unknown"]
    assert codes(asked([ground["tianan"].path], where="  ")) == ["required"]


def test_a_choice_counts_for_the_words_it_was_offered_for(ground) -> None:
    top, building = [ground["zone"].path], str(ground["building"].pk)
    assert (
        picked(asked(top, where="天安", where_for="天安", where_place=building)).place == ground["building"]
    )
    assert picked(asked(top, where="", where_place=building)).place == ground["building"]
    typed_anew = asked(top, where="光明社区", where_for="天安", where_place=building)
    assert picked(typed_anew).place == ground["guangming"]


def test_outside_the_area_nothing_is_offered_or_taken(ground) -> None:
    top, elsewhere = [ground["tianan"].path], ground["guangming"]
    assert codes(asked(top, where="光明社区")) == ["unknown"]
    assert codes(asked(top, where="", where_place=str(elsewhere.pk))) == ["unknown"]
    assert codes(asked([], where="天安社区 3号楼 2单元")) == ["unknown"]
    assert elsewhere.full_name not in str(asked(top, where="", where_open=str(elsewhere.pk))["where"])


def test_a_look_up_is_no_mistake(ground) -> None:
    form = asked([ground["zone"].path], where="", note="", where_open=str(ground["xingren"].pk))
    assert form.browses()
    assert not form.errors
    drawn = str(form["where"])
    assert "天安社区" in drawn and "光明社区" in drawn and "锦绣园社区" not in drawn
    assert not asked([ground["zone"].path], where="天安").browses()


def test_the_list_leads_down_and_up_again_and_no_further_than_the_area(ground) -> None:
    top = [ground["xingren"].path]
    start = picking.choices(top)
    assert (start.within, start.above, start.chosen) == (ground["xingren"], None, 0)
    assert [(each.name, each.has_below) for each in start.places] == [("天安社区", True), ("光明社区", False)]
    inside = picking.choices(top, within=ground["tianan"].pk)
    assert (inside.within, inside.above, inside.chosen) == (
        ground["tianan"], ground["xingren"].pk, ground["tianan"].pk,
    )  # fmt: skip
    assert picking.choices(top, within=ground["xingren"].pk).above is None
    assert picking.choices(top, within=ground["zone"].pk).within == ground["xingren"]
    tops = [ground["tianan"].path, ground["jinxiu"].path]
    two = picking.choices(tops)
    assert ([each.name for each in two.places], two.within) == (["天安社区", "锦绣园社区"], None)
    assert picking.choices(tops, within=ground["tianan"].pk).above == 0


@pytest.mark.parametrize(
    ("lat", "lng", "point"),
    [
        ("34.8", "117.3", (34.8, 117.3)),
        ("91", "0", None),
        ("nan", "1", None),
        ("x", "1", None),
        ("", "", None),
    ],
)
def test_a_pin_is_a_point_on_earth_or_nothing(ground, lat, lng, point) -> None:
    form = asked([""], where="天安社区 3号楼 2单元", where_lat=lat, where_lng=lng)
    assert picked(form).point == point


words = st.text(max_size=30)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(where=words, where_for=words, where_place=words, where_open=words, where_lat=words, where_lng=words)
def test_whatever_is_sent_is_answered_in_words(**data: str) -> None:
    form = asked([""], **data)
    form.browses()
    form.is_valid()
    assert 'name="where"' in str(form["where"])
