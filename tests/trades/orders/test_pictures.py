"""Photos of what was done: never needed, made harmless, and shown to nobody but those it concerns."""

import io
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from PIL import Image

from tests.trades.orders.views.writing import following
from tests.trades.orders.walking import AT, DAY, HOUR, NOW, Walk
from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.photos.models import Aside
from tongxin.ground.people.actions import erase
from tongxin.ground.posts.actors import SYSTEM
from tongxin.trades.orders import actions
from tongxin.trades.orders.actors import volunteer_actor
from tongxin.trades.orders.models import Order, Picture, Volunteer
from tongxin.trades.orders.photos import SHELF
from tongxin.trades.orders.views.volunteer.known import COOKIE, let_in


def photo() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "a telephone with a name"
    Image.new("RGB", (600, 400), "red").save(out, "JPEG", exif=exif)
    return out.getvalue()


def files() -> set[Path]:
    """What lies on the shelf; other tests of this process have left theirs."""
    return set(SHELF.path("00").parent.parent.glob("*/*.webp"))


@pytest.fixture
def walk(cast) -> Walk:
    return Walk(cast)


def done(walk: Walk, *photos: bytes) -> Order:
    """An order that was done, with photos of it."""
    order = walk.order("on_way")
    actions.finish(order, by=walk.taker(order), note="修好了", minutes=30, photos=photos, now=AT + HOUR)
    return order


def device_of(volunteer: Volunteer) -> Client:
    device, response = Client(), HttpResponse()
    let_in(response, volunteer)
    device.cookies[COOKIE] = response.cookies[COOKIE].value
    return device


def status(device: Client, picture: Picture) -> int:
    answer = device.get(f"/order/pictures/{picture.name}")
    if answer.streaming:
        b"".join(answer)  # read to its end, as a browser does
    return answer.status_code


def test_photo_of_what_was_done_is_kept_without_what_the_telephone_wrote_into_it(walk) -> None:
    order = done(walk, photo())
    kept, taker = order.pictures.get(), order.engagements.get().volunteer
    large = SHELF.path(kept.name).read_bytes()
    assert (order.state, kept.width, kept.by_key) == ("done", 600, volunteer_actor(taker).key)
    assert b"telephone" not in large
    assert SHELF.path(kept.name, small=True).exists()


def test_done_without_a_photo_is_done(walk) -> None:
    assert (done(walk).state, Picture.objects.count()) == ("done", 0)


def test_photo_that_is_none_is_refused_and_nothing_is_done(walk) -> None:
    order, before = walk.order("on_way"), files()
    with pytest.raises(Incomplete) as refused:
        actions.finish(
            order, by=walk.taker(order), note="好了", minutes=30, photos=[photo(), b"%PDF"], now=AT + HOUR
        )
    order.refresh_from_db()
    assert list(refused.value.errors) == ["photos"]
    assert (order.state, Picture.objects.count()) == ("on_way", 0)
    assert files() == before


def test_photo_is_seen_by_the_desk_who_ordered_and_who_did_it_alone(walk, cast) -> None:
    order = done(walk, photo())
    kept, taker = order.pictures.get(), order.engagements.get().volunteer
    desk, next_street = Client(), Client()
    desk.force_login(cast.a.community_worker)
    next_street.force_login(cast.b.community_worker)
    devices = [desk, following(order), device_of(taker), device_of(walk.volunteer()), next_street, Client()]
    assert [status(device, kept) for device in devices] == [200, 200, 200, 404, 404, 404]


def test_photo_is_not_seen_by_who_was_asked_and_said_no(walk) -> None:
    order = walk.order("dispatched")
    asked = order.asked()[0].volunteer
    actions.decline(order, by=volunteer_actor(asked), now=AT)
    kept = Picture.objects.create(
        order=order, name="f" * 32, width=1, height=1, size=1, sha256="0" * 64, at=AT, by_key="system"
    )
    assert status(device_of(asked), kept) == 404


def test_photo_sent_on_the_volunteers_page_stands_on_every_page_of_the_order(walk, cast) -> None:
    order = walk.order("on_way")
    device = device_of(order.engaged()[0].volunteer)
    with time_machine.travel(AT + HOUR, tick=False):
        sent = {"note": "修好了", "minutes": "30", "photos": SimpleUploadedFile("a.jpg", photo())}
        assert device.post(f"/volunteer/orders/{order.number}/finish", sent).status_code == 302
        shown = f"/order/pictures/{order.pictures.get().name}?small"
        desk = Client()
        desk.force_login(cast.a.community_worker)
        pages = [
            device.get(f"/volunteer/orders/{order.number}"),
            following(order).get(f"/order/{order.number}"),
            desk.get(f"/desk/orders/{order.number}"),
        ]
    assert [shown in page.text for page in pages] == [True, True, True]


def test_stray_photo_is_removed_after_a_day_and_a_kept_one_is_not(walk) -> None:
    kept, later = done(walk, photo()).pictures.get(), timezone.now() + 2 * DAY
    actions.remove_strays(now=later)  # what other tests of this process have left
    stray = SHELF.path("ab" + "0" * 30)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"left over")
    removed = actions.remove_strays(now=later)
    assert (removed, stray.exists(), SHELF.path(kept.name).exists()) == (1, False, True)


def test_photo_of_a_step_that_was_refused_stays_and_goes_along_the_next_time(walk) -> None:
    order = walk.order("on_way")
    device, address = device_of(order.engaged()[0].volunteer), f"/volunteer/orders/{order.number}/finish"
    with time_machine.travel(AT + HOUR, tick=False):
        told = {"client_key": "f" * 32, "note": "", "minutes": "30"}
        page = device.post(address, told | {"photos": SimpleUploadedFile("a.jpg", photo())})
        [kept] = page.context["photos"]
        assert (page.status_code, f'value="{kept["name"]}" checked' in page.text) == (422, True)
        assert device.post(address, told | {"note": "修好了", "keep": kept["name"]}).status_code == 302
    assert (order.pictures.count(), Aside.objects.count()) == (1, 0)


def test_photo_of_the_desks_own_work_stays_when_the_words_are_missing(walk, cast) -> None:
    order, desk = walk.order("own_duty"), Client()
    desk.force_login(cast.a.community_worker)
    address, told = f"/desk/orders/{order.number}/finish_ourselves", {"client_key": "f" * 32, "minutes": "30"}
    page = desk.post(address, told | {"note": "", "photos": SimpleUploadedFile("a.jpg", photo())})
    [kept] = page.context["photos"]
    again = told | {"note": "修好了", "keep": kept["name"], "version": str(order.version)}
    assert (page.status_code, desk.post(address, again).status_code) == (422, 302)
    assert (order.pictures.count(), Aside.objects.count()) == (1, 0)


def asked(walk: Walk, state: str = "ordered", **facts) -> Order:
    """An order that came with a photo of what is to be done."""
    return walk.order(state, photos=[photo()], **facts)


def test_photo_of_what_is_to_be_done_is_seen_by_who_ordered_the_desk_and_who_does_it_till_it_is_done(
    walk, cast
) -> None:
    order = asked(walk, "on_way")
    kept, taker = order.pictures.get(), order.engaged()[0].volunteer
    desk = Client()
    desk.force_login(cast.a.community_worker)
    devices = [desk, following(order), device_of(taker), device_of(walk.volunteer()), Client()]
    assert [status(device, kept) for device in devices] == [200, 200, 200, 404, 404]
    actions.finish(order, by=walk.taker(order), note="修好了", minutes=30, now=AT + HOUR)
    assert [status(device, kept) for device in devices] == [200, 200, 404, 404, 404]


def test_who_only_looks_at_what_is_wanted_sees_no_photo(walk) -> None:
    order = asked(walk, "open")
    kept, device = order.pictures.get(), device_of(walk.volunteer())
    page = device.get(f"/volunteer/orders/{order.number}")
    assert (page.status_code, kept.name in page.text, status(device, kept)) == (200, False, 404)


def test_what_is_sensitive_comes_without_photos(walk) -> None:
    before = files()
    with pytest.raises(Incomplete) as refused:
        walk.place("subsidy_papers", photos=[photo()])
    assert (list(refused.value.errors), Order.objects.count(), files()) == (["photos"], 0, before)


def test_photos_of_both_kinds_are_counted_apart(walk) -> None:
    order = asked(walk, "on_way")
    actions.finish(order, by=walk.taker(order), note="好了", minutes=30, photos=[photo()] * 6, now=AT + HOUR)
    assert [order.pictures.filter(showing=each).count() for each in ("asked", "done")] == [1, 6]


def test_photos_go_with_the_person_who_ordered(walk, django_capture_on_commit_callbacks) -> None:
    gone, stays = asked(walk), asked(walk, requester=walk.person())
    path = SHELF.path(gone.pictures.get().name)
    assert actions.forget_pictures() == 0
    actions.cancel(gone, by=walk.orderer(gone), now=NOW)
    erase(gone.requester, by=SYSTEM, reason="request")
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.forget_pictures() == 1
    assert (path.exists(), gone.pictures.count(), stays.pictures.count()) == (False, 0, 1)
