"""Photos of strangers, made harmless: decoded, turned upright, stripped of all metadata, written anew in
two sizes.

The type is told by the content, never by the name. Nothing of the file that was sent is kept.
"""

import hashlib
import io
import warnings
from dataclasses import dataclass

import pi_heif
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

MOST = 6
LARGEST_FILE = 15 * 1024 * 1024
MOST_PIXELS = 60_000_000
SIDE, SMALL_SIDE = 2048, 480
_READ = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "HEIF")  # a telephone's MPO is opened as JPEG
pi_heif.register_heif_opener(thumbnails=False)  # what telephones send as HEIC; decoding only


class PhotoRefused(ValueError):
    """The file is not taken; ``reason`` is the sentence for whoever sent it."""

    def __init__(self, reason: object) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)


@dataclass(frozen=True)
class Photo:
    """A clean photo as WebP in two sizes; ``width`` and ``height`` are those of the large one, in pixels."""

    large: bytes
    small: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.large).hexdigest()


def clean(content: bytes) -> Photo:
    """Re-encode one photo. Raises ``PhotoRefused`` for anything that is not one, whatever the bytes are."""
    _weigh(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(content), formats=_READ) as sent:
                if sent.width * sent.height > MOST_PIXELS:
                    raise Image.DecompressionBombError
                if sent.mode == "RGB":  # small first: no second copy in full size; JPEG decodes a fraction
                    sent.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
                upright = _flat(ImageOps.exif_transpose(sent))
        except Image.DecompressionBombError as bomb:
            raise PhotoRefused(_("This picture has too many pixels; please send a smaller one.")) from bomb
        except UnidentifiedImageError as unknown:
            raise PhotoRefused(_("Only photos can be added (JPEG, PNG, WebP, GIF, HEIC).")) from unknown
        except Exception as broken:  # decoders raise many kinds of error on hostile bytes
            raise PhotoRefused(_("This photo is damaged and can't be read.")) from broken
    upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    small = upright.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    return Photo(_webp(upright), _webp(small), upright.width, upright.height)


def clean_all(contents: list[bytes], *, already: int = 0) -> list[Photo]:
    """Re-encode several, or none: PhotoRefused when they are too many together with ``already`` or one is
    bad.
    """
    if len(contents) + already > MOST:
        raise PhotoRefused(_("At most %(most)d photos can be added.") % {"most": MOST})
    return [clean(content) for content in contents]


def _weigh(content: bytes) -> None:
    if not content:
        raise PhotoRefused(_("This file is empty."))
    if len(content) > LARGEST_FILE:
        raise PhotoRefused(_("A photo may have at most 15 MB."))


def _flat(picture: Image.Image) -> Image.Image:
    """Plain RGB on white: no transparency, no palette, no metadata."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        return ground
    plain = picture.convert("RGB")
    bare = Image.new("RGB", plain.size)
    bare.paste(plain)
    return bare


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=80, method=2)
    return out.getvalue()
