"""A resident's order while it is being written: begun, filled page by page, sent, or forgotten."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.tickets import actions as tickets
from tongxin.engine.tickets.codes import code_for
from tongxin.ground.posts.actors import NOBODY
from tongxin.ground.territory.models import Place
from tongxin.trades.orders.actions.intake import Contact, Ordered, place_order
from tongxin.trades.orders.choices import Way
from tongxin.trades.orders.drafts import Said
from tongxin.trades.orders.models import Order, OrderDraft
from tongxin.trades.orders.photos import tray_of
from tongxin.trades.orders.selectors.menu import on_menu


def begin_draft(
    secret: str, client_key: str, *, place: Place, at_code: str = "", now: datetime | None = None
) -> OrderDraft:
    """The draft of this key for the browser with this secret, new or begun before."""
    return tickets.begin_draft(OrderDraft, secret, client_key, place=place, at_code=at_code, now=now)


def write_draft(draft: OrderDraft, *, now: datetime | None = None, **told: object) -> OrderDraft:
    """Keep what was told: any of the words of ``Said``, ``place`` with ``at_code``."""
    facts = {name: told[name] for name in ("place", "at_code") if name in told}
    tray_of(draft).prolong()
    return tickets.write_draft(draft, Said.of(draft).having(told).sealed(), now=now, **facts)


def send_draft(draft: OrderDraft, *, now: datetime | None = None) -> Ordered:
    """Order it. Sent twice, also at once from two windows, it is one order.

    Raises Incomplete when something is missing or wrong; the draft then stays as it is.
    """
    with transaction.atomic():
        kept = OrderDraft.objects.select_for_update(of=("self",)).select_related("place", "order")
        draft = kept.get(pk=draft.pk)
        if draft.order is not None:
            return Ordered(draft.order, code_for(draft.client_key), new=False)
        if draft.place is None:
            raise Incomplete({"place": _("This place no longer exists; please choose another.")})
        said, tray = Said.of(draft), tray_of(draft)
        way = Way.PLACE_CODE if draft.at_code else Way.WEB
        ordered = _ordered(said, draft.client_key, draft.place, way, tray.contents(), now)
        _settle(draft, ordered.order)
    return ordered


def send_whole(
    said: Said,
    *,
    client_key: str,
    place: Place,
    way: str,
    photos: Sequence[bytes] = (),
    now: datetime | None = None,
) -> Ordered:
    """Order at once what was written without a signal. The draft it began as leads to the order, and keeps
    nothing. Raises Incomplete when something is missing or wrong; nothing is kept then.
    """
    with transaction.atomic():
        ordered = _ordered(said, client_key, place, way, photos, now)
        for draft in OrderDraft.objects.select_for_update().filter(client_key=client_key, order=None):
            _settle(draft, ordered.order)
    return ordered


def forget_draft(draft: OrderDraft) -> None:
    """Throw a draft away with its photos."""
    tray_of(draft).clear()
    draft.delete()


def sweep_drafts(*, now: datetime | None = None) -> int:
    """Forget every draft whose time is over. Returns how many."""
    over, _by_model = OrderDraft.objects.filter(expires_at__lte=now or timezone.now()).delete()
    return over


def _settle(draft: OrderDraft, order: Order) -> None:
    tray_of(draft).clear()
    draft.said, draft.place, draft.order = "", None, order
    draft.save()


def _ordered(
    said: Said, client_key: str, place: Place, way: str, photos: Sequence[bytes], now: datetime | None
) -> Ordered:
    kind = on_menu(place, said.kind)
    if said.kind and kind is None:
        raise Incomplete({"kind": _("This service is not on the menu here.")})
    return place_order(
        place=place,
        by=NOBODY,
        way=way,
        windows=said.windows,
        kind=kind,
        text=said.text,
        requester=Contact(said.name, said.phone),
        beneficiary=Contact(said.other_name, said.other_phone) if said.whom == "other" else None,
        tongue=said.tongue,
        address_note=said.address_note,
        client_key=client_key,
        repeats=said.repeats,
        photos=[] if kind and kind.sensitive else photos,
        now=now,
    )
