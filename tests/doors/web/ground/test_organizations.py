import pytest
from django.urls import reverse

from tongxin.ground.organizations import selectors
from tongxin.ground.organizations.models import Organization


@pytest.fixture
def desk(cast, client):
    client.force_login(cast.a.street_desk)
    client.cookies["django_language"] = "en"
    return client


def test_the_list_shows_ones_own_area_only(cast, desk) -> None:
    page = desk.get(reverse("organizations:index"))
    shown = {row["organization"] for row in page.context["rows"]}
    assert shown == set(cast.a.organizations.values())


def test_the_list_narrows_to_a_kind(cast, desk) -> None:
    page = desk.get(reverse("organizations:index"), {"kind": "police_post"})
    assert [row["organization"] for row in page.context["rows"]] == [cast.a.police_post]


def test_an_organization_shows_places_posts_and_its_phone(cast, desk) -> None:
    page = desk.get(reverse("organizations:organization", args=[cast.a.grid_branch.pk]))
    assert page.status_code == 200
    assert page.context["places"] == [cast.a.group]
    assert [shown.post.account for shown in page.context["posts"]] == [cast.a.grid_secretary]
    assert b"0632-1234567" in page.content


def test_the_organization_next_door_is_not_there(cast, desk) -> None:
    assert desk.get(reverse("organizations:organization", args=[cast.b.squad.pk])).status_code == 404


def test_a_phone_is_corrected_and_the_change_written_down(cast, desk) -> None:
    address = reverse("organizations:correct", args=[cast.a.squad.pk])
    sent = {"name": cast.a.squad.name, "phone": "0632-7654321"}
    assert desk.post(address, sent).url == reverse("organizations:organization", args=[cast.a.squad.pk])
    assert Organization.objects.get(pk=cast.a.squad.pk).phone == "0632-7654321"
    assert selectors.changes_of(cast.a.squad).first().by_name == "兴仁街道 街道调度员"


def test_a_wrong_credit_code_is_told_at_its_field_and_nothing_is_saved(cast, desk) -> None:
    address = reverse("organizations:correct", args=[cast.a.squad.pk])
    page = desk.post(address, {"name": "改名", "credit_code": "91110000600037341M"})
    assert page.context["form"].errors == {
        "credit_code": ["The last character does not fit the others; one of them is mistyped."]
    }
    assert Organization.objects.get(pk=cast.a.squad.pk).name == cast.a.squad.name


def test_who_only_reads_is_told_whom_to_ask(cast, client) -> None:
    client.force_login(cast.a.cell_lead)
    client.cookies["django_language"] = "en"
    branch = reverse("organizations:correct", args=[cast.a.building_party_group.pk])
    page = client.get(branch)
    assert page.status_code == 403
    assert "please ask the street dispatcher of 三号楼党小组" in page.content.decode()


def test_nobody_is_sent_to_sign_in(cast, client) -> None:
    assert client.get(reverse("organizations:index")).status_code == 302


@pytest.mark.parametrize("name", ["index", "estates", "completeness", "rates"])
def test_a_page_asks_few_queries(cast, desk, django_assert_max_num_queries, name) -> None:
    with django_assert_max_num_queries(12):
        assert desk.get(reverse(f"organizations:{name}")).status_code == 200
