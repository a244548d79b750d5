"""The volunteer's own page: what is asked of them, what they have taken, what is wanted near them."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongxin.ground.people.masking import masked
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.answering import community_phone
from tongxin.ground.territory.models import Place
from tongxin.trades.orders.models import Order, Volunteer
from tongxin.trades.orders.selectors import mine, near_me
from tongxin.trades.orders.selectors.complaints import to_object
from tongxin.trades.orders.views.volunteer.known import by_volunteer


@by_volunteer
@require_safe
def own(request: HttpRequest, volunteer: Volunteer, actor: Actor) -> HttpResponse:
    """Asked, taken, wanted near me; how much one has on hand. Who left or was not admitted: what now."""
    parts = mine(volunteer)
    wanted = near_me(volunteer, {part.order_id for part in parts}) if volunteer.state == "active" else []
    names = community_names([each.order for each in wanted])
    over = volunteer.current_state.terminal
    context = {
        "volunteer": volunteer,
        "over": over,
        "local_phone": community_phone(volunteer.home) if over else "",
        "asked": [part for part in parts if part.agreed_at is None],
        "taken": [part for part in parts if part.agreed_at is not None],
        "wanted": [
            (each, names.get(each.order.community_path, ""), masked(each.order.text)) for each in wanted
        ],
        "upheld": [] if over else to_object(volunteer),
        "on_hand": len(parts),
        "full": len(parts) >= volunteer.most_open,
    }
    return render(request, "orders/volunteer/own.html", context)


def community_names(orders: Iterable[Order]) -> dict[str, str]:
    """The names of the communities of these orders, by path: all a stranger is told of where."""
    paths = {order.community_path for order in orders}
    return dict(Place.objects.filter(path__in=paths).values_list("path", "name")) if paths else {}
