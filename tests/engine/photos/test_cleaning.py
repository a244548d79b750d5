import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tongxin.engine.photos import cleaning as photos

SAMPLES = Path(__file__).parent / "samples"


def picture(kind="JPEG", size=(600, 400), mode="RGB", **save):
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else 0).save(out, kind, **save)
    return out.getvalue()


def with_exif(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "a telephone with a name"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_every_usual_kind_becomes_webp_in_two_sizes(kind):
    photo = photos.clean(picture(kind, (3000, 1500)))
    large, small = (Image.open(io.BytesIO(data)) for data in (photo.large, photo.small))
    assert (large.format, large.size, small.format, small.size) == ("WEBP", (2048, 1024), "WEBP", (480, 240))
    assert (photo.width, photo.height) == large.size


def test_a_photo_lying_on_its_side_is_turned_and_told_nothing_else():
    photo = photos.clean(with_exif(6))
    large = Image.open(io.BytesIO(photo.large))
    assert large.size == (400, 600)
    assert dict(large.getexif()) == {}
    assert b"telephone" not in photo.large


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1"])
def test_pictures_of_other_modes_are_flattened(mode):
    assert Image.open(io.BytesIO(photos.clean(picture("PNG", mode=mode)).large)).mode == "RGB"


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"MZ" + bytes(100),
    ],
)
def test_what_is_no_photo_is_refused_with_what_can_be_sent(content):
    with pytest.raises(photos.PhotoRefused, match="HEIC"):
        photos.clean(content)


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0" + bytes(50)])
def test_what_is_empty_or_broken_is_refused_with_a_sentence(content):
    with pytest.raises(photos.PhotoRefused) as refused:
        photos.clean(content)
    assert str(refused.value).endswith((".", "。"))


def test_heic_of_a_telephone_is_turned_upright_and_told_nothing_else():
    """Pixels on their side, EXIF with make and position: blue above red when looked at."""
    photo = photos.clean((SAMPLES / "lying.heic").read_bytes())
    large = Image.open(io.BytesIO(photo.large))
    assert (large.format, large.size, dict(large.getexif())) == ("WEBP", (160, 120), {})
    above, below = (large.getpixel((80, y)) for y in (10, 100))
    assert above[2] > 200 > 60 > above[0]
    assert below[0] > 200 > 60 > below[2]
    assert b"telephone" not in photo.large + photo.small


@pytest.mark.parametrize("length", [60, 300, 600])
def test_heic_that_breaks_off_is_refused_with_a_sentence(length):
    with pytest.raises(photos.PhotoRefused):
        photos.clean((SAMPLES / "lying.heic").read_bytes()[:length])


def test_a_pixel_bomb_is_refused_before_it_is_decoded():
    for bomb in (picture("PNG", (20_000, 20_000), "1"), (SAMPLES / "bomb.heic").read_bytes()):
        assert len(bomb) < 200_000
        with pytest.raises(photos.PhotoRefused, match="尺寸太大"):
            photos.clean(bomb)


def test_a_file_above_the_limit_is_refused():
    with pytest.raises(photos.PhotoRefused):
        photos.clean(picture() + bytes(photos.LARGEST_FILE))


def test_more_than_six_are_refused_together_with_those_already_there():
    assert len(photos.clean_all([picture()] * 2, already=4)) == 2
    with pytest.raises(photos.PhotoRefused):
        photos.clean_all([picture()] * 3, already=4)


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=3000) | st.tuples(st.binary(max_size=60), st.integers(0, 700)).map(lambda t: cut(*t))
)
def test_no_bytes_whatever_break_it(content):
    try:
        photos.clean(content)
    except photos.PhotoRefused as refused:
        assert str(refused)


def cut(noise: bytes, at: int) -> bytes:
    """A real photo with some of its bytes overwritten."""
    whole = bytearray(picture(size=(64, 64)))
    whole[at : at + len(noise)] = noise
    return bytes(whole)
