"""Where orders are written: which drafts and which orders are this browser's."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from tongxin.engine.tickets import numbers
from tongxin.engine.tickets.drafts import Desk
from tongxin.engine.tickets.following import kind_of
from tongxin.trades.orders.models import OrderDraft

DRAFTS = Desk(
    OrderDraft, "tongxin_order", "/order", _("This order was sent or forgotten. Please begin again.")
)
ORDERS = kind_of(numbers.ORDERS)


def of_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand ``view`` this browser's draft; one that was sent already leads to its number instead."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, draft: UUID, **parts: str) -> HttpResponse:
        found = DRAFTS.draft(request, draft)
        return ORDERS.told(request, found.order) if found.order is not None else view(request, found, **parts)

    return opened
