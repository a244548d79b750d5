"""A photo that nobody took: a street at dusk whose lamp is dark."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

SIZE = WIDTH, HEIGHT = 800, 600
GROUND = 480


@cache
def street_at_dusk() -> bytes:
    """As a JPEG."""
    sky = Image.linear_gradient("L").resize(SIZE)
    picture = Image.composite(Image.new("RGB", SIZE, "#e8b98c"), Image.new("RGB", SIZE, "#3d4f74"), sky)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, GROUND, WIDTH, HEIGHT), "#4b4a4d")
    for left, top in ((40, 130), (250, 210), (560, 90)):
        draw.rectangle((left, top, left + 180, GROUND), "#6b5a52")
        for x in range(left + 22, left + 150, 52):
            for y in range(top + 24, GROUND - 60, 62):
                draw.rectangle((x, y, x + 30, y + 36), "#f6d98a" if (x + y) % 3 else "#3b3a40")
    draw.line((480, GROUND + 40, 480, 170, 530, 150), "#26262a", 9)
    draw.ellipse((518, 140, 568, 166), "#26262a")
    out = BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()
