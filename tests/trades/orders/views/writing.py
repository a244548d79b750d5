"""Writes an order page by page, as a browser does."""

from datetime import timedelta
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tongxin.engine.tickets import codes
from tongxin.ground.territory.models import Place
from tongxin.trades.orders.models import Order

ORDER = reverse("orders:order")
REACH = {"name": "王小芳", "phone": "13800001234"}
MYSELF = {"whom": "me", "address_note": "三楼左门", "tongue": ""}


def english() -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    return client


def in_days(days: int, since: str = "09:00", until: str = "12:00", number: int = 1) -> dict[str, str]:
    """A wanted time as the page sends it."""
    day = timezone.localdate() + timedelta(days=days)
    times = {f"day_{number}": str(day), f"since_{number}": since, f"until_{number}": until}
    return times | {"every_days": "0"}


def begun(client: Client, place: Place, kind: str = "errands", **more: str) -> str:
    """Answer the first question; the address of the draft that begins with it."""
    page = client.get(ORDER, {"place": place.pk})
    sent = {"client_key": page.context["key"], "place": place.pk, "kind": kind} | more
    answer = client.post(ORDER, sent)
    assert answer.status_code == 302, answer.context["error"]
    return answer.url.removesuffix("/when")


def filled(client: Client, place: Place, kind: str = "errands") -> str:
    """A draft with an answer to every question; its address."""
    draft = begun(client, place, kind)
    for page, said in (("when", in_days(1) | {"every_days": "0"}), ("whom", MYSELF), ("reach", REACH)):
        assert client.post(f"{draft}/{page}", said).status_code == 302
    return draft


def sent(client: Client, draft: str) -> HttpResponse:
    """Send a draft from its last page."""
    return client.post(f"{draft}/check", {"send": "1"})


def following(order: Order) -> Client:
    """The browser of whoever ordered, who has typed number and query code."""
    client = english()
    answer = client.post(
        reverse("cases:track"), {"number": order.number, "code": codes.code_for(order.client_key)}
    )
    assert (answer.status_code, answer.url) == (302, reverse("orders:tracked", args=[order.number]))
    return client


def whole(place: Place, **more: object) -> dict[str, object]:
    """An order as a telephone sends it that was written without a signal."""
    key = {"client_key": uuid4().hex, "place": place.pk, "kind": "errands", "text": ""}
    return key | in_days(1) | MYSELF | REACH | more
