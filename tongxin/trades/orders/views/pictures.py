"""Photos of orders, for whoever may see them and nobody else. No address of a file leads past this."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from tongxin.ground.posts.gates import sees
from tongxin.trades.orders.models import Picture
from tongxin.trades.orders.photos import SHELF
from tongxin.trades.orders.selectors.sight import may_see
from tongxin.trades.orders.views.resident.drafted import ORDERS
from tongxin.trades.orders.views.volunteer.known import who_is_there
from tongxin.trades.orders.views.volunteer.offered import part_of


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """One photo, large or (``?small``) small: for the desk, who ordered it, and who did it."""
    found = get_object_or_404(Picture.objects.select_related("order"), name=name)
    order = found.order
    held = order.pk in ORDERS.held(request)
    if not (held or sees(request.actor, order.place_path, "order.read") or _does_it(request, found)):
        raise Http404
    return SHELF.answer(found.name, small="small" in request.GET)


def _does_it(request: HttpRequest, picture: Picture) -> bool:
    volunteer, _actor = who_is_there(request)
    return volunteer is not None and may_see(
        picture.showing, picture.order, part_of(volunteer, picture.order)
    )
