"""What was chosen is kept: photos of a step that was not taken, for whoever sent them."""

import pytest

from tests.trades.cases.views.conftest import of
from tests.trades.cases.views.writing import photo
from tongxin.engine.photos.models import Aside
from tongxin.trades.cases.models import Attachment


@pytest.fixture
def refused(walk, desk):
    """A step of the desk sent with a photo and without its words: case, address, form, page."""
    case = walk.case("handling")
    address = f"{of(case)}/report_done"
    form = desk.get(address).context["tried"].form
    sent = {name: form[name].value() for name in ("version", "client_key")}
    page = desk.post(address, sent | {"note": "", "photos": [photo()]})
    return case, address, sent, page


def test_photos_stay_when_the_words_are_missing_and_go_along_the_next_time(refused, desk) -> None:
    case, address, sent, page = refused
    [kept] = page.context["photos"]
    assert (page.status_code, case.attachments.count()) == (422, 0)
    assert f'value="{kept["name"]}" checked' in page.text
    assert "data:image/webp;base64," in page.text
    again = {"note": "已修好", "keep": ["", kept["name"]], "photos": [photo()]}
    done = desk.post(address, sent | again)
    assert (done.status_code, case.attachments.count(), Aside.objects.count()) == (302, 2, 0)


def test_a_photo_that_is_unticked_is_not_sent(refused, desk) -> None:
    case, address, sent, _page = refused
    assert desk.post(address, sent | {"note": "已修好", "keep": [""]}).status_code == 302
    assert (case.attachments.count(), Aside.objects.count()) == (0, 0)


def test_photos_stay_when_somebody_else_was_quicker(walk, desk) -> None:
    case = walk.case("handling")
    address = f"{of(case)}/report_done"
    form = desk.get(address).context["tried"].form
    sent = {name: form[name].value() for name in ("version", "client_key")} | {"note": "已修好"}
    desk.post(f"{of(case)}/progress", {"note": "在路上", "version": sent["version"], "client_key": "f" * 32})
    page = desk.post(address, sent | {"photos": [photo()]})
    [kept] = page.context["photos"]
    again = {"version": page.context["tried"].form["version"].value(), "keep": ["", kept["name"]]}
    assert (page.status_code, desk.post(address, sent | again).status_code) == (409, 302)
    assert case.attachments.count() == 1


def test_a_file_that_is_no_photo_is_told_and_not_kept(refused, desk) -> None:
    _case, address, sent, page = refused
    kept = page.context["photos"][0]["name"]
    wrong = {"note": "", "keep": ["", kept], "photos": [photo(b"not a photo")]}
    page = desk.post(address, sent | wrong)
    assert (page.context["tried"].form.errors.keys(), len(page.context["photos"])) == ({"note", "photos"}, 1)


def test_nobody_else_reaches_photos_that_were_put_aside(refused, walk, sign_in) -> None:
    """Not by the same key: they are told that there are none, and nothing is taken from whoever has them."""
    case, address, sent, page = refused
    kept = page.context["photos"][0]["name"]
    other = sign_in(walk.cast.a.community_secretary)
    done = other.post(address, sent | {"note": "已修好", "keep": ["", kept]}, follow=True)
    assert [each.level_tag for each in done.context["messages"]] == ["warning", "success"]
    assert (Attachment.objects.filter(case=case).count(), Aside.objects.get().name) == (0, kept)


def test_photos_stay_when_the_desk_writes_something_down_and_a_word_is_missing(walk, desk) -> None:
    address = "/desk/cases/new"
    key = desk.get(address).context["form"]["client_key"].value()
    told = {"client_key": key, "channel": "phone", "text": "", "where": walk.cast.a.door.full_name}
    page = desk.post(address, told | {"photos": [photo()]})
    [kept] = page.context["photos"]
    assert (page.status_code, f'value="{kept["name"]}" checked' in page.text) == (422, True)
    assert desk.post(address, told | {"text": "路灯坏了", "keep": kept["name"]}).status_code == 302
    assert (Attachment.objects.count(), Aside.objects.count()) == (1, 0)
