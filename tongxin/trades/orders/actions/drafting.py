"""A resident's order while it is being written: begun, filled page by page, sent, or forgotten."""

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
from tongxin.trades.orders.models import OrderDraft
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
        ordered = _ordered(draft, now)
        tray_of(draft).clear()
        draft.said, draft.place, draft.order = "", None, ordered.order
        draft.save()
    return ordered


def forget_draft(draft: OrderDraft) -> None:
    """Throw a draft away with its photos."""
    tray_of(draft).clear()
    draft.delete()


def sweep_drafts(*, now: datetime | None = None) -> int:
    """Forget every draft whose time is over. Returns how many."""
    over, _by_model = OrderDraft.objects.filter(expires_at__lte=now or timezone.now()).delete()
    return over


def _ordered(draft: OrderDraft, now: datetime | None) -> Ordered:
    if draft.place is None:
        raise Incomplete({"place": _("This place no longer exists; please choose another.")})
    said = Said.of(draft)
    kind = on_menu(draft.place, said.kind)
    if said.kind and kind is None:
        raise Incomplete({"kind": _("This service is not on the menu here.")})
    return place_order(
        place=draft.place,
        by=NOBODY,
        way=Way.PLACE_CODE if draft.at_code else Way.WEB,
        windows=said.windows,
        kind=kind,
        text=said.text,
        requester=Contact(said.name, said.phone),
        beneficiary=Contact(said.other_name, said.other_phone) if said.whom == "other" else None,
        tongue=said.tongue,
        address_note=said.address_note,
        client_key=draft.client_key,
        repeats=said.repeats,
        photos=[] if kind and kind.sensitive else tray_of(draft).contents(),
        now=now,
    )
