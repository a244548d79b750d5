import datetime as dt
import io
import json
import re

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.ground.territory.ground import square
from tongxin.ground.territory import actions, selectors
from tongxin.ground.territory.coordinates import distance_m, wgs84_to_gcj02
from tongxin.ground.territory.exchange import workbook
from tongxin.ground.territory.models import Place, PlaceCode
from tongxin.ground.territory.paths import to_steps


@pytest.fixture
def admin(cast, client):
    client.force_login(cast.a.system_admin)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def worker(cast, client):
    client.force_login(cast.a.community_worker)
    client.cookies["django_language"] = "en"
    return client


def names(page) -> list[str]:
    return [place.name for place in page.context["page"]]


def upload(name: str, content: bytes | str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def test_the_tree_begins_at_the_top_of_ones_area(cast, worker, admin) -> None:
    worker.force_login(cast.a.community_worker)
    assert names(worker.get(reverse("territory:index"))) == ["天安社区"]
    worker.force_login(cast.a.system_admin)
    assert names(worker.get(reverse("territory:index"))) == [cast.zone.name]


def test_a_search_finds_by_name_and_initials_in_ones_area_only(cast, worker) -> None:
    for asked in ("3号楼", "3hl"):
        found = worker.get(reverse("territory:index"), {"q": asked}).context["page"]
        assert {place.path[:12] for place in found} == {cast.a.community.path}
    assert names(worker.get(reverse("territory:index"), {"q": "天安社区乙"})) == []


def test_a_place_shows_its_way_its_children_and_its_counts(cast, worker) -> None:
    page = worker.get(reverse("territory:place", args=[cast.a.community.pk]))
    assert [step["label"] for step in page.context["trail"]] == [cast.zone.name, "兴仁街道", "天安社区"]
    assert [bool(step["href"]) for step in page.context["trail"]] == [False, False, True]
    assert names(page) == ["第一片"]
    assert page.context["counts"] == [
        ("Section", 1), ("Group", 1), ("Neighbour cell", 2), ("Building", 1), ("Stairwell", 1), ("Door", 1),
    ]  # fmt: skip
    assert not page.context["may_edit"]


@pytest.mark.parametrize(
    "name",
    ["place", "add", "edit", "move", "close", "outline", "files", "workbook", "geojson", "codes", "sheets"],
)
def test_the_neighbours_places_are_not_there(cast, worker, name) -> None:
    assert worker.get(reverse(f"territory:{name}", args=[cast.b.community.pk])).status_code == 404


@pytest.mark.parametrize("name", ["add", "edit", "move", "close", "outline", "files"])
def test_one_who_may_only_read_is_told_why(cast, worker, name) -> None:
    page = worker.get(reverse(f"territory:{name}", args=[cast.a.community.pk]))
    assert page.status_code == 403
    assert "system administrator" in page.content.decode().lower()


def test_nobody_is_sent_to_sign_in(cast, client) -> None:
    page = client.get(reverse("territory:place", args=[cast.a.community.pk]))
    assert (page.status_code, page.headers["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_a_place_is_added_changed_moved_closed_and_opened_again(cast, admin) -> None:
    def post(page: str, place: Place, **fields):
        return admin.post(reverse(f"territory:{page}", args=[place.pk]), fields)

    added = post("add", cast.a.cell, level="building", name="9号楼", since="2026-01-01")
    assert added.status_code == 302
    place = Place.objects.get(name="9号楼")
    assert post("edit", place, name="10号楼", households="24", since="2026-01-01").status_code == 302
    assert post("move", place, to="1.1.1.1.1.2").status_code == 302
    place.refresh_from_db()
    assert (place.name, place.households, place.parent) == ("10号楼", 24, cast.a.other_cell)
    assert post("close", place, on="2026-11-01").status_code == 302
    place.refresh_from_db()
    assert place.until == dt.date(2026, 11, 1)
    assert post("reopen", place).status_code == 302
    page = admin.get(reverse("territory:place", args=[place.pk]))
    assert [change["title"] for change in page.context["changes"]] == [
        "opened again", "closed", "moved", "changed", "added",
    ]  # fmt: skip
    assert {change["who"] for change in page.context["changes"]} != {""}


def test_what_the_ground_refuses_stands_above_the_form_and_keeps_what_was_typed(cast, admin) -> None:
    page = admin.post(
        reverse("territory:close", args=[cast.a.building.pk]), {"on": "2026-11-01", "reason": "torn"}
    )
    assert page.status_code == 422
    assert "2 places below are still open" in page.content.decode()
    assert page.context["form"]["reason"].value() == "torn"


def test_a_place_cannot_be_moved_to_where_one_may_not_edit(cast, admin) -> None:
    for to in ("9.9", "天安", "1.1.1"):
        page = admin.post(reverse("territory:move", args=[cast.a.street.pk]), {"to": to})
        assert page.status_code == 422
        assert page.context["form"].errors["to"]


def test_an_outline_in_chinese_coordinates_lands_where_it_belongs(cast, admin) -> None:
    ring = [list(wgs84_to_gcj02(lat, lng))[::-1] for lng, lat in square(117.2, 34.7, 0.1)["coordinates"][0]]
    drawn = json.dumps({"type": "Polygon", "coordinates": [ring]})
    address = reverse("territory:outline", args=[cast.a.community.pk])
    page = admin.post(address, {"file": upload("o.geojson", drawn), "system": "gcj02"})
    assert page.status_code == 302
    (lng, lat), *_rest = Place.objects.get(pk=cast.a.community.pk).outline["coordinates"][0]
    assert distance_m(lat, lng, 34.7, 117.2) < 0.05
    shown = admin.get(reverse("territory:place", args=[cast.a.community.pk]))
    assert shown.context["drawing"].own.startswith("M")
    assert '<svg class="outline-drawing"' in shown.content.decode()
    assert admin.post(address, {"remove": "on", "system": "wgs84"}).status_code == 302
    assert Place.objects.get(pk=cast.a.community.pk).outline is None


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\xff\xfe", "not JSON"), (b"{", "not JSON"), (b'{"type":"Polygon","coordinates":[]}', "no ring")],
)
@pytest.mark.parametrize("system", ["wgs84", "gcj02"])
def test_a_broken_outline_is_told_at_the_file(cast, admin, content, words, system) -> None:
    page = admin.post(
        reverse("territory:outline", args=[cast.a.community.pk]),
        {"file": upload("o.geojson", content), "system": system},
    )
    assert page.status_code == 422
    assert words in page.context["form"].errors["file"][0]


def test_a_workbook_comes_back_as_it_was_given(cast, admin) -> None:
    file = admin.get(reverse("territory:workbook", args=[cast.a.community.pk]))
    assert file.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%A4%A9")
    address = reverse("territory:files", args=[cast.a.community.pk])
    page = admin.post(address, {"file": upload("t.xlsx", file.content)}, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "Everything was as in the file already; nothing has changed."
    ]
    geo = b"".join(admin.get(reverse("territory:geojson", args=[cast.a.community.pk])).streaming_content)
    page = admin.post(address, {"file": upload("t.geojson", geo)}, follow=True)
    assert "nothing has changed" in str(next(iter(page.context["messages"])))


def test_columns_nobody_has_read_are_named(cast, admin) -> None:
    address = reverse("territory:files", args=[cast.a.community.pk])
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as written:
        sheet = written.add_worksheet("地方")
        sheet.write_row(0, 0, ["层级编号", "层级", "名称", "户数量", "", "错误原因"])
        sheet.write_row(1, 0, [to_steps(cast.a.community.path), "community", "天安社区", 3])
    page = admin.post(address, {"file": upload("t.xlsx", book.getvalue())}, follow=True)
    words = "These columns were not read, as they are none of ours: {}."
    assert words.format("户数量") in [str(message) for message in page.context["messages"]]
    row = {"path": to_steps(cast.a.community.path), "level": "community", "colour": "red"}
    far = {"type": "FeatureCollection", "features": [{"properties": row, "geometry": None}]}
    page = admin.post(address, {"file": upload("t.geojson", json.dumps(far))}, follow=True)
    assert words.format("colour") in [str(message) for message in page.context["messages"]]


def test_bad_rows_are_listed_and_come_back_in_the_workbook(cast, admin) -> None:
    address = reverse("territory:files", args=[cast.a.community.pk])
    file = workbook.write(Place.objects.filter(pk__in=[cast.a.community.pk, cast.b.community.pk]))
    page = admin.post(address, {"file": upload("t.xlsx", file)})
    assert page.status_code == 422
    assert "This place is not below 天安社区." in page.content.decode()
    answer = admin.post(address, {"file": upload("t.xlsx", file), "return": "1"})
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert "错误原因" in str(workbook.xlsx.read_sheets(io.BytesIO(answer.content), 100))


@pytest.mark.parametrize(
    "content", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "层级,名称\n".encode(), b"PK\x03\x04"]
)
def test_what_is_no_workbook_is_told_how_to_save_it(cast, admin, content) -> None:
    page = admin.post(
        reverse("territory:files", args=[cast.a.community.pk]), {"file": upload("t.xlsx", content)}
    )
    assert page.context["form"].errors["file"] == ["This is not a workbook. Save it as .xlsx and try again."]


def test_a_feature_with_two_faults_is_one_that_was_not_taken(cast, admin) -> None:
    far = {"type": "FeatureCollection", "features": []}
    for place, corner in ((cast.a.street, 117.2), (cast.a.community, 117.3), (cast.a.other_community, 117.3)):
        row = {"path": to_steps(place.path), "level": place.level.code}
        far["features"].append({"properties": row, "geometry": square(corner, 34.7, 0.05)})
    page = admin.post(
        reverse("territory:files", args=[cast.a.street.pk]), {"file": upload("t.geojson", json.dumps(far))}
    )
    assert len(page.context["problems"]) == 3
    assert "2 rows could not be taken" in page.text


def test_codes_are_issued_printed_and_revoked(cast, worker) -> None:
    address = reverse("territory:codes", args=[cast.a.community.pk])
    assert worker.post(address, {"levels": ["building", "stairwell"]}).status_code == 302
    assert worker.post(address, {"one": "1"}).status_code == 302
    codes = {code.place.name: code for code in PlaceCode.objects.select_related("place")}
    assert set(codes) == {"天安社区", "3号楼", "2单元"}
    sheet = worker.get(reverse("territory:sheets", args=[cast.a.community.pk]), {"level": "stairwell"})
    text = sheet.content.decode()
    assert re.findall(r'class="plate-code">([^<]+)', text) == [f"{(c := codes['2单元'].code)[:5]} {c[5:]}"]
    assert "天安社区 3号楼 2单元" in text and text.count('class="qr"') == 1
    assert 'lang="zh-CN"' in text and 'lang="en"' in text
    assert " style=" not in text
    revoke = reverse("territory:revoke", args=[codes["3号楼"].pk])
    assert worker.post(revoke, {"reason": ""}).status_code == 422
    assert worker.post(revoke, {"reason": "copied"}).status_code == 302
    assert selectors.resolve_place_code(codes["3号楼"].code) is None


def test_a_level_that_is_none_has_no_sheets(cast, worker) -> None:
    sheets = reverse("territory:sheets", args=[cast.a.community.pk])
    assert worker.get(sheets, {"level": "door\0"}).context["plates"] == []


def test_a_neighbours_code_cannot_be_revoked(cast, worker) -> None:
    code = actions.issue_code(cast.b.door, by=cast.actor(cast.a.system_admin))
    assert worker.post(reverse("territory:revoke", args=[code.pk]), {"reason": "x"}).status_code == 404


def test_pages_take_a_constant_number_of_queries(cast, worker, django_assert_max_num_queries) -> None:
    by = cast.actor(cast.a.system_admin)
    worker.get(reverse("territory:index"))
    for more in (1, 150):
        actions.plant(
            [{"level": "section", "name": f"{more}-{n}", "parent": cast.a.community} for n in range(more)],
            by=by,
        )
        actions.issue_codes(cast.a.community, levels=["section"], by=by)
        for name in ("place", "codes", "sheets"):
            with django_assert_max_num_queries(21):
                assert worker.get(reverse(f"territory:{name}", args=[cast.a.community.pk])).status_code == 200


def test_the_history_of_a_place_tells_from_what_to_what(cast, admin) -> None:
    door = cast.a.door
    actions.edit(door, by=cast.actor(cast.a.system_admin), households=2, ordinal="三楼东户")
    actions.set_outline(door, square(117.2, 34.75, 0.001), by=cast.actor(cast.a.system_admin))
    moved = actions.move(door, to=cast.a.building, by=cast.actor(cast.a.system_admin))
    page = admin.get(reverse("territory:place", args=[door.pk]))
    notes = [(entry["title"], entry["note"]) for entry in page.context["changes"]]
    assert notes[:3] == [
        ("moved", f"{door.full_name} → {moved.full_name}"),
        ("outline drawn", ""),
        ("changed", "number in words: — → 三楼东户\nhouseholds: — → 2"),
    ]
