import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from tests.ground.territory.ground import CLERK
from tongxin.ground.organizations import actions, selectors
from tongxin.ground.organizations.models import Change, Coverage, Organization

DAY = dt.date(2026, 3, 1)


def found(kind: str = "unit", name: str = "供电公司", **columns) -> Organization:
    return actions.found_organization(kind=kind, name=name, by=CLERK, **{"since": DAY} | columns)


def sentences(raised) -> list[str]:
    return raised.value.messages


def test_children_are_numbered_below_their_parent(db) -> None:
    street = found("street_party_committee", "兴仁街道党工委")
    first = found("community_party_committee", "天安社区党委", parent=street)
    second = found("community_party_committee", "光明社区党委", parent=street)
    branch = found("grid_branch", "第一网格党支部", parent=second)
    assert (first.path, second.path) == (street.path + "0001", street.path + "0002")
    assert list(selectors.organizations(DAY, within=second)) == [second, branch]
    assert list(selectors.ancestors(branch)) == [street, second]


def test_many_are_founded_in_as_many_queries_as_few(ground, django_assert_num_queries) -> None:
    street = found("street_party_committee", "兴仁街道党工委")

    def rows(count: int) -> list[dict]:
        return [
            {
                "kind": "community_party_committee",
                "name": f"第{n}党委",
                "parent": street,
                "places": [ground["tianan"]],
            }
            for n in range(count)
        ]

    with django_assert_num_queries(16):
        actions.found_organizations(rows(2), by=CLERK)
    with django_assert_num_queries(16):
        actions.found_organizations(rows(60), by=CLERK)
    assert Organization.objects.filter(parent=street).count() == 62


def test_a_committee_under_the_wrong_parent_is_refused_with_what_would_be_right(db) -> None:
    branch = found("grid_branch", "第一网格党支部")
    with pytest.raises(ValidationError) as raised:
        found("community_party_committee", "天安社区党委", parent=branch)
    assert sentences(raised) == ["Community party committee stands under: Street party working committee."]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("91110000600037341", "A unified social credit code has 18 characters, this one has 17."),
        ("91110000600037341M", "The last character does not fit the others; one of them is mistyped."),
        (
            "9111000060003734IL",
            "A unified social credit code has digits and capital letters without I, O, S, V and Z.",
        ),
    ],
)
def test_a_wrong_credit_code_is_refused_with_what_is_wrong(db, code, sentence) -> None:
    with pytest.raises(ValidationError) as raised:
        found(credit_code=code)
    assert sentences(raised) == [sentence]


def test_a_credit_code_is_kept_without_spaces_and_only_once(db) -> None:
    assert found(credit_code="9111 0000 6000 3734 1L").credit_code == "91110000600037341L"
    with pytest.raises(ValidationError) as raised:
        found(name="另一家", credit_code="91110000600037341L")
    assert sentences(raised) == ["Another organization already has this credit code."]


def test_a_place_is_covered_once_at_a_time(ground) -> None:
    squad = found("enforcement_squad", "执法中队", places=[ground["xingren"]])
    with pytest.raises(ValidationError) as raised:
        actions.cover(squad, [ground["xingren"]], since=DAY + dt.timedelta(days=9), by=CLERK)
    assert sentences(raised) == ["The organization already covers this place in that time."]


def test_coverage_ends_and_may_begin_again(ground) -> None:
    squad = found("enforcement_squad", "执法中队", places=[ground["xingren"]])
    later = DAY + dt.timedelta(days=9)
    actions.uncover(squad, [ground["xingren"]], on=later, by=CLERK)
    assert selectors.places_of(squad, later) == []
    assert selectors.places_of(squad, DAY) == [ground["xingren"]]
    actions.cover(squad, [ground["xingren"]], since=later, by=CLERK)
    assert Coverage.objects.count() == 2


def test_uncovering_what_is_not_covered_names_it(ground) -> None:
    squad = found("enforcement_squad", "执法中队")
    with pytest.raises(ValidationError) as raised:
        actions.uncover(squad, [ground["tianan"]], by=CLERK)
    assert sentences(raised) == ["The organization does not cover: 天安社区."]


def test_an_organization_is_not_closed_over_others(ground) -> None:
    parent = found("community_party_committee", "天安社区党委", places=[ground["tianan"]])
    branch = found("grid_branch", "第一网格党支部", parent=parent)
    with pytest.raises(ValidationError) as raised:
        actions.close_organization(parent, on=DAY, by=CLERK)
    assert sentences(raised) == ["第一网格党支部 still stands under it; close that first."]
    actions.close_organization(branch, on=DAY, by=CLERK)
    actions.close_organization(parent, on=DAY, by=CLERK)
    assert list(selectors.organizations(DAY)) == []
    assert selectors.places_of(parent, DAY) == []


def test_an_organization_is_not_closed_under_what_is_to_begin(ground) -> None:
    """Neither over a branch founded for later, nor so that it covers a place after its end."""
    parent = found("community_party_committee", "天安社区党委", places=[ground["tianan"]])
    after = DAY + dt.timedelta(days=7)
    branch = found("grid_branch", "第一网格党支部", parent=parent, since=after)
    with pytest.raises(ValidationError) as raised:
        actions.close_organization(parent, on=DAY, by=CLERK)
    assert sentences(raised) == ["第一网格党支部 still stands under it; close that first."]
    actions.close_organization(branch, on=after, by=CLERK)
    squad = found("enforcement_squad", "执法中队")
    actions.cover(squad, [ground["tianan"]], since=after, by=CLERK)
    actions.close_organization(squad, on=DAY, by=CLERK)
    assert selectors.places_of(squad, after) == []
    with pytest.raises(ValidationError) as raised:
        actions.cover(squad, [ground["tianan"]], since=after, by=CLERK)
    assert sentences(raised) == ["执法中队 was closed before that day."]


@pytest.mark.parametrize("name", ["\u202e业物珠明", "明珠\u200b物业", "明珠\x07物业", "明珠\u2066物业"])
def test_a_name_with_characters_nobody_sees_is_refused(ground, name) -> None:
    """Not by founding, not by correcting; an estate's neither."""
    unit = found()
    for write in (
        lambda: found(name=name),
        lambda: actions.correct_organization(unit, name=name, by=CLERK),
        lambda: actions.register_estate(name=name, community=ground["tianan"], by=CLERK),
    ):
        with pytest.raises(ValidationError) as raised:
            write()
        assert raised.value.message_dict == {
            "name": ["The name holds characters that can't be printed, such as control characters."]
        }


def test_a_name_is_kept_with_single_spaces(db) -> None:
    assert found(name=" 明珠\u3000 物业 ").name == "明珠 物业"


def test_a_correction_keeps_what_it_was(db) -> None:
    unit = found()
    actions.correct_organization(unit, phone="0632-1234567", by=CLERK)
    change = selectors.changes_of(unit).first()
    assert (change.what, change.by_key) == ("correct", CLERK.key)
    assert change.data == {"old": {"phone": ""}, "new": {"phone": "0632-1234567"}}


def test_the_log_of_changes_can_not_be_rewritten(db) -> None:
    found()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Change.objects.update(by_name="someone else")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Change.objects.all().delete()
