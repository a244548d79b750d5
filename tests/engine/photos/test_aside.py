"""Photos that were put aside: for their sender alone, for a while, and counted like any."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from tongxin.engine.photos import actions
from tongxin.engine.photos.aside import KEPT_FOR, Tray
from tongxin.engine.photos.cleaning import MOST, PhotoRefused
from tongxin.engine.photos.models import Aside

pytestmark = pytest.mark.django_db


def photo() -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "a telephone with a name"
    Image.new("RGB", (60, 40), "red").save(out, "JPEG", exif=exif)
    return out.getvalue()


def put(tray: Tray, *photos: bytes) -> None:
    actions.put_aside(tray.owner, photos, until=timezone.now() + tray.kept_for)


def test_what_lies_aside_is_written_anew_and_its_senders_alone() -> None:
    mine, others = Tray.of("account:1", "form", "a"), Tray.of("account:2", "form", "a")
    put(mine, photo())
    assert (len(mine.contents()), b"telephone" in mine.contents()[0], others.contents()) == (1, False, [])


def test_names_can_not_run_together_into_those_of_another() -> None:
    assert Tray.of("a", "b c") != Tray.of("a b", "c")
    assert Tray.of("a", "b", "") != Tray.of("a", "b")


def test_no_more_lie_aside_than_can_be_sent_and_none_of_a_bad_sending() -> None:
    tray = Tray.of("account:1", "form")
    put(tray, photo())
    for sent in ([photo()] * MOST, [photo(), b"%PDF"]):
        with pytest.raises(PhotoRefused):
            put(tray, *sent)
    assert Aside.objects.count() == 1


def test_they_are_gone_when_their_time_is_over(django_capture_on_commit_callbacks) -> None:
    tray, now = Tray.of("account:1", "form"), timezone.now()
    put(tray, photo())
    path = actions.SHELF.path(Aside.objects.get().name)
    assert actions.sweep_aside(now=now + KEPT_FOR - timedelta(minutes=1)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.sweep_aside(now=now + KEPT_FOR + timedelta(minutes=1)) == 1
    assert (Aside.objects.count(), path.exists()) == (0, False)


def test_who_clears_one_form_keeps_the_photos_of_another() -> None:
    done, waiting = Tray.of("account:1", "form", "a"), Tray.of("account:1", "form", "b")
    put(done, photo())
    put(waiting, photo())
    done.clear()
    assert (done.contents(), len(waiting.contents())) == ([], 1)
