"""Levels of places and the tolerance of outlines, by the desk's pages."""

import pytest
from django.urls import reverse

from tongxin.ground.territory.models import Level, OutlineState
from tongxin.ground.territory.selectors import tolerance_metres

INDEX = reverse("territory:levels")


@pytest.fixture
def admin(cast, client):
    client.force_login(cast.a.system_admin)
    client.cookies["django_language"] = "en"
    return client


def test_a_level_is_added_renamed_ranked_and_taken_out_of_use(admin) -> None:
    said = {"code": "lane", "name": "里弄", "name_en": "Lane", "rank": "35", "in_address": "on"}
    assert admin.post(reverse("territory:add_level"), said).url == INDEX
    lane = Level.objects.get(code="lane")
    own = reverse("territory:level", args=[lane.pk])
    assert admin.post(own, {"name": "弄堂", "name_en": "Lane", "rank": "36"}).url == INDEX
    lane.refresh_from_db()
    assert (lane.name, lane.rank, lane.in_address, lane.active) == ("弄堂", 36, True, False)
    assert admin.post(own, {"name": "弄堂", "name_en": "Lane", "rank": "36", "active": "on"}).url == INDEX
    assert Level.objects.get(code="lane").active is True


def test_a_rank_that_would_turn_places_upside_down_is_refused_and_nothing_changes(cast, admin) -> None:
    street = Level.objects.get(code="street")
    deepest = max(Level.objects.values_list("rank", flat=True))
    said = {"name": "大街道", "name_en": "Big street", "rank": deepest + 1, "active": "on"}
    page = admin.post(reverse("territory:level", args=[street.pk]), said)
    assert page.status_code == 422
    said_why = page.context["form"].non_field_errors()
    assert said_why == [f"{cast.a.community.full_name} would stand under a deeper place."]
    street.refresh_from_db()
    assert street.name == "街道"


def test_the_tolerance_is_set_and_nonsense_told_at_its_field(admin) -> None:
    assert admin.post(reverse("territory:tolerance"), {"metres": "7.5"}).url == INDEX
    assert OutlineState.objects.get().tolerance_metres == 7.5
    page = admin.post(reverse("territory:tolerance"), {"metres": "-1"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["metres"])
    assert tolerance_metres() == 7.5


def test_who_only_reads_sees_the_levels_and_is_told_whom_to_ask(cast, client) -> None:
    client.force_login(cast.a.community_worker)
    page = client.get(INDEX)
    assert (page.status_code, page.context["may_edit"]) == (200, False)
    assert client.get(reverse("territory:add_level")).status_code == 403
    assert client.post(reverse("territory:tolerance"), {"metres": "1"}).status_code == 403
