import datetime as dt

import pytest
from django.urls import reverse

from tongxin.ground.people.models import Account
from tongxin.ground.posts.models import Post
from tongxin.ground.posts.selectors import actor_for


@pytest.fixture
def desk(cast, client):
    client.force_login(cast.a.street_desk)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def newcomer(db) -> Account:
    return Account.objects.create(username="newcomer", password="!")


def test_the_posts_of_ones_area_and_no_others(cast, desk) -> None:
    held = {shown.post.account for shown in desk.get(reverse("posts:index")).context["posts"]}
    zone_wide = {"zone_leader", "system_admin", "security_admin", "auditor"}
    assert held == {account for name, account in cast.a.accounts.items() if name not in zone_wide}


def test_someone_is_appointed_from_the_form(cast, desk, newcomer) -> None:
    address = reverse("posts:appoint_place", args=[cast.a.other_community.pk])
    sent = {"role": "community_worker", "account": "newcomer", "since": "2026-06-01"}
    assert desk.post(address, sent).status_code == 302
    assert actor_for(newcomer).holds("community_worker", cast.a.other_community.path)


def test_the_form_offers_only_what_one_may_fill_and_what_fits(cast, desk) -> None:
    page = desk.get(reverse("posts:appoint_organization", args=[cast.a.squad.pk]))
    offered = [code for code, _title in page.context["form"].fields["role"].choices]
    assert offered == ["enforcement_officer", "unit_head", "unit_staff"]


def test_a_name_nobody_signs_in_by_is_told_at_the_field(cast, desk) -> None:
    address = reverse("posts:appoint_place", args=[cast.a.other_community.pk])
    page = desk.post(address, {"role": "community_worker", "account": "ghost", "since": "2026-06-01"})
    assert page.context["form"].errors == {"account": ["Nobody signs in by that name."]}


def test_a_seat_that_is_taken_is_told_above_the_form(cast, desk, newcomer) -> None:
    address = reverse("posts:appoint_place", args=[cast.a.community.pk])
    page = desk.post(address, {"role": "community_secretary", "account": "newcomer", "since": "2026-06-01"})
    assert page.context["form"].non_field_errors() == [
        "Someone else holds this post in that time; relieve them first."
    ]


def test_someone_is_relieved_from_the_form(cast, desk) -> None:
    post = cast.a.community_worker.posts.get()
    assert desk.post(reverse("posts:relieve", args=[post.pk]), {"on": "2026-06-01"}).status_code == 302
    post.refresh_from_db()
    assert post.until == dt.date(2026, 6, 1)


def test_a_stand_in_is_set_from_the_form(cast, desk, newcomer) -> None:
    post = cast.a.community_worker.posts.get()
    sent = {"account": "newcomer", "since": "2026-06-01", "until": "2026-06-08"}
    assert desk.post(reverse("posts:stand_in", args=[post.pk]), sent).status_code == 302
    assert Post.objects.get(standing_in_for=post).account == newcomer


def test_a_post_next_door_is_not_there(cast, desk) -> None:
    post = cast.b.community_worker.posts.get()
    for name in ("relieve", "stand_in"):
        assert desk.get(reverse(f"posts:{name}", args=[post.pk])).status_code == 404


def test_holders_are_shown_to_those_who_may_see_persons_only(cast, client) -> None:
    client.force_login(cast.a.cell_lead)
    page = client.get(reverse("posts:index"))
    assert {shown.holder for shown in page.context["posts"]} == {""}


def test_the_list_asks_as_many_queries_for_many_as_for_few(cast, desk, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(12):
        desk.get(reverse("posts:index"))
