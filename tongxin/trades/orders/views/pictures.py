"""Photos of what was done, for whoever may see them and nobody else. No address of a file leads past this."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from tongxin.ground.posts.gates import sees
from tongxin.trades.orders.models import Order, Picture
from tongxin.trades.orders.photos import SHELF
from tongxin.trades.orders.views.resident.drafted import ORDERS
from tongxin.trades.orders.views.volunteer.known import who_is_there
from tongxin.trades.orders.views.volunteer.offered import part_of


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """One photo, large or (``?small``) small: for the desk, who ordered it, and who did it."""
    found = get_object_or_404(Picture.objects.select_related("order"), name=name)
    order = found.order
    held = order.pk in ORDERS.held(request)
    if not (held or sees(request.actor, order.place_path, "order.read") or _did_it(request, order)):
        raise Http404
    return SHELF.answer(found.name, small="small" in request.GET)


def _did_it(request: HttpRequest, order: Order) -> bool:
    volunteer, _actor = who_is_there(request)
    part = part_of(volunteer, order) if volunteer else None
    return part is not None and part.agreed_at is not None
