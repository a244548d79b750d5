"""Writes a report page by page, as a browser does."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.picture import street_at_dusk as jpeg
from tongxin.ground.territory.models import Place

REPORT = reverse("cases:report")


def photo(content: bytes | None = None, name: str = "a.jpg") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, jpeg() if content is None else content)


def hidden(page: HttpResponse) -> dict[str, str]:
    """The hidden fields of the first question as the browser got them."""
    place = page.context["place"]
    return {
        "client_key": page.context["key"],
        "at": page.context["code"],
        "place": str(place.pk) if place else "",
    }


def begun(client: Client, place: Place, text: str = "路灯不亮", **more: object) -> str:
    """Answer the first question; the address of the draft that begins with it."""
    sent = hidden(client.get(REPORT, {"place": place.pk, "new": ""})) | {"text": text} | more
    answer = client.post(REPORT, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.url.removesuffix("/where")


def sent(client: Client, draft: str) -> HttpResponse:
    """Send a draft from its last page."""
    return client.post(f"{draft}/check", {"send": "1"})
