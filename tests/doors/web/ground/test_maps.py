"""Outlines for maps: whom they show what, how light they are, when they are asked for again."""

import datetime as dt
import gzip

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config import env
from tests.ground.territory.ground import square
from tongxin.doors.web.middleware.security import content_security_policy
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory import actions

TILES = "https://t0.tiles.example/{z}/{x}/{y}.png"


@pytest.fixture
def drawn(cast):
    """The community and its section with outlines, the building with a point."""
    actions.set_outline(cast.a.community, square(117.2, 34.7, 0.1), by=SYSTEM)
    actions.set_outline(cast.a.section, square(117.2, 34.7, 0.05), by=SYSTEM)
    building = cast.a.building
    actions.edit(
        building, by=SYSTEM, name=building.name, since=building.since, point_lat=34.71, point_lng=117.21
    )
    return cast


def ids(answer) -> list[int]:
    return [feature["id"] for feature in answer.json()["features"]]


def test_a_place_is_shown_with_what_is_below_it(drawn, client) -> None:
    own = drawn.a.community
    found = client.get(reverse("places:outlines", args=[own.pk]))
    assert ids(found) == [own.pk, drawn.a.section.pk]
    assert found.headers["Content-Type"] == "application/geo+json"
    cell = client.get(reverse("places:outlines", args=[drawn.a.cell.pk]))
    assert ids(cell) == [drawn.a.section.pk, drawn.a.building.pk]
    frames = [each["id"] for each in cell.json()["features"] if each["properties"].get("own")]
    assert frames == [drawn.a.section.pk]
    of_level = client.get(reverse("places:outlines", args=[own.pk]), {"of": "building"})
    assert ids(of_level) == [own.pk, drawn.a.building.pk]


def test_without_a_place_the_roots_or_all_of_a_level(drawn, client) -> None:
    assert ids(client.get(reverse("places:all_outlines"))) == []
    assert ids(client.get(reverse("places:all_outlines"), {"of": "community"})) == [drawn.a.community.pk]
    assert ids(client.get(reverse("places:all_outlines"), {"of": "no such level"})) == []


def test_a_closed_place_and_one_of_the_future_are_on_no_map(drawn, client) -> None:
    actions.close(drawn.a.section, on=dt.date(2026, 11, 1), with_children=True, by=SYSTEM)
    assert ids(client.get(reverse("places:outlines", args=[drawn.a.community.pk]))) == [drawn.a.community.pk]
    assert client.get(reverse("places:outlines", args=[drawn.a.section.pk])).status_code == 404
    assert client.get(reverse("places:outlines", args=[10**9])).status_code == 404


def test_a_map_is_fetched_again_only_when_it_has_changed(drawn, client) -> None:
    address = reverse("places:outlines", args=[drawn.a.community.pk])
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    actions.set_outline(drawn.a.section, None, by=SYSTEM)
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    kinds = [feature["geometry"]["type"] for feature in changed.json()["features"]]
    assert kinds == ["Polygon", "Point"]  # its middle is still known


def test_outlines_travel_packed_and_cost_few_queries(drawn, client) -> None:
    """Sixty cells with a hundred corners each."""
    cells = actions.plant(
        [{"level": "neighbour_cell", "name": f"{n}邻", "parent": drawn.b.group} for n in range(60)], by=SYSTEM
    )
    for n, cell in enumerate(cells):
        actions.set_outline(cell, square(118 + n / 100, 34.7, 0.009), by=SYSTEM)
    address = reverse("places:all_outlines") + "?of=neighbour_cell"
    with CaptureQueriesContext(connection) as asked:
        packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert len(asked) == 2  # the edition, the places
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == client.get(address).content
    assert len(packed.content) < 3000


def test_tiles_open_the_policy_for_their_hosts_alone() -> None:
    policy = content_security_policy(https=True, tiles=[TILES, TILES.replace(".png", ".jpg")])
    assert "img-src 'self' data: blob: https://t0.tiles.example;" in policy
    assert policy.count("tiles.example") == 1
    assert "https:" not in content_security_policy(https=True)


@pytest.mark.parametrize(
    "value",
    ["http://t.example/{z}/{x}/{y}", "https://t.example/{z}/{x}", "https://*.x;y/{z}/{x}/{y}", "nonsense"],
)
def test_an_address_of_tiles_that_is_none_stops_the_start(monkeypatch, value: str) -> None:
    monkeypatch.setenv("TONGXIN_TILES", value)
    with pytest.raises(env.BadSetting, match="TONGXIN_TILES"):
        env.tiles("TONGXIN_TILES")


def test_several_layers_of_tiles_are_separated_by_spaces(monkeypatch) -> None:
    monkeypatch.setenv("TONGXIN_TILES", f"{TILES}  {TILES}?layer=names")
    assert env.tiles("TONGXIN_TILES") == [TILES, f"{TILES}?layer=names"]


def test_a_page_with_a_map_names_the_tiles_and_whose_they_are(drawn, client: Client) -> None:
    client.force_login(drawn.a.community_worker)
    address = reverse("territory:place", args=[drawn.a.community.pk])
    plain = client.get(address).text
    assert "data-map" in plain and "data-tiles" not in plain and "data-gcj02" not in plain
    with override_settings(
        TONGXIN_TILES=[TILES], TONGXIN_TILES_CREDIT="© 天地图", TONGXIN_TILES_SYSTEM="gcj02"
    ):
        page = client.get(address).text
    assert f'data-tiles="{TILES}" data-credit="© 天地图" data-gcj02' in page
