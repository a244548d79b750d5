"""The desk's page: look first, then let it run, then fetch what stayed out."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.doors.exchange.files import messages, write_csv
from tongxin.doors.exchange import tasks
from tongxin.doors.exchange.actions import uploading
from tongxin.doors.exchange.models import ImportRun
from tongxin.trades.cases.models import Case

INDEX = "/desk/import/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def send(client, cast, at, tmp_path):
    """Hand in rows as the community worker; returns the answer."""
    client.force_login(cast.a.community_worker)

    def post(rows, name="留言.csv", place=at):
        content = write_csv(tmp_path / "a.csv", rows).read_bytes()
        file = SimpleUploadedFile(name, content)
        return client.post(INDEX, {"file": file, "map_name": "stream", "place": place.pk})

    return post


def test_the_rows_are_shown_before_anything_is_kept_and_then_taken_in(client, send):
    rows = messages(3)
    rows[2][3] = "昨天"
    page = client.get(send(rows).url)
    assert [each.row.number for each in page.context["rows"]] == [2, 3, 4]
    assert "“昨天”" in page.content.decode()
    assert not Case.objects.exists()
    run = ImportRun.objects.get()
    client.post(reverse("exchange:run", args=[run.pk]))
    client.post(reverse("exchange:run", args=[run.pk]))
    tasks.work_off(run_id=run.pk)
    tasks.work_off(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.new, run.failed, Case.objects.count()) == ("done", 2, 1, 2)
    page = client.get(reverse("exchange:run", args=[run.pk]))
    assert reverse("exchange:errors", args=[run.pk]) in page.content.decode()
    back = client.get(reverse("exchange:errors", args=[run.pk]))
    assert "昨天" in BytesIO(b"".join(back.streaming_content)).read().decode("utf-8-sig")


def test_columns_the_layout_says_nothing_about_are_named(client, send):
    rows = messages(2)
    rows[0] = [*rows[0], "备注"]
    page = client.get(send(rows).url)
    assert page.context["unread"] == ["user", "备注"]
    assert "备注" in page.content.decode()


def test_a_table_that_is_none_is_refused_beside_its_field(send):
    assert "file" in send([["甲"], ["1"]]).context["form"].errors
    assert "file" in send(messages(1), name="a.pdf").context["form"].errors
    assert not ImportRun.objects.exists()
    assert list(uploading.folder().iterdir()) == []


def test_a_place_next_door_can_t_be_chosen(send, cast):
    assert "place" in send(messages(1), place=cast.b.community).context["form"].errors


def test_an_import_is_nobody_else_s(client, send, cast):
    address = send(messages(1)).url
    client.force_login(cast.b.community_worker)
    assert client.get(address).status_code == 404
    client.force_login(cast.a.unit_staff)
    assert client.get(INDEX).status_code == 403
