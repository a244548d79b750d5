"""What every template of the house may rely on."""

from django.conf import settings
from django.http import HttpRequest

from tongxin.doors.web import letters
from tongxin.doors.web.views.preferences import KEYS_COOKIE


def shell(request: HttpRequest) -> dict[str, object]:
    """``elder``: large letters are on for this device; ``keys_off``: single letters do nothing at the desk.
    ``here``: the address to come back to. ``house_phone``: the number to call instead.

    After a refused form there is nothing to come back to by reading, so ``here`` is then the plain path.
    """
    here = request.get_full_path() if request.method == "GET" else request.path
    return {
        "elder": letters.are_large(request),
        "keys_off": request.COOKIES.get(KEYS_COOKIE) == "off",
        "here": here,
        "house_phone": settings.TONGXIN_PHONE,
    }
