"""One order as the desk sees it: what, where, when it would suit, who does it, and what can be done."""

from django.contrib.auth.decorators import login_required
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, Prefetch, Subquery, prefetch_related_objects
from django.db.models.functions import Cast, JSONObject
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongxin.engine.flows.models import Clock
from tongxin.engine.flows.selectors import own_steps, timeline
from tongxin.engine.flows.storyline import chronicle
from tongxin.engine.flows.words import COUNTS, turn_words
from tongxin.engine.tickets import numbers
from tongxin.ground.people.masking import masked
from tongxin.ground.posts.actors import NOBODY, Actor
from tongxin.ground.posts.gates import require, sees
from tongxin.ground.territory.models import Place
from tongxin.trades.orders.facts import facts_of, taking_part
from tongxin.trades.orders.flow_complaint import COMPLAINING
from tongxin.trades.orders.glance import glances
from tongxin.trades.orders.models import Complaint, Engagement, Order, Picture
from tongxin.trades.orders.models.complaint import problem
from tongxin.trades.orders.selectors.sight import people_of, sorted_out
from tongxin.trades.orders.views.desk.looking import Looking, carried_in

SHOWN = 30
WHO_TAKES_PART = Prefetch(
    "engagements", Engagement.objects.select_related("volunteer__person", "volunteer__organization")
)


def order_for(actor: Actor, number: str) -> Order:
    """The order of that number, for who may read it; else not found."""
    clock = Clock.objects.filter(
        noun=Order.flow.noun, thing_id=Cast(OuterRef("pk"), CharField()), stopped_at__isnull=True
    )
    complaint = Complaint.objects.filter(order=OuterRef("pk")).exclude(state="withdrawn")
    pictures = Picture.objects.filter(order=OuterRef("pk"))
    found = Order.objects.select_related("place", "kind", "requester", "beneficiary", "rating", "standing")
    order = (
        found.annotate(
            clock_unit=Subquery(clock.values("unit")[:1]),
            complaint_state=Subquery(complaint.values("state")[:1]),
            kept_pictures=ArraySubquery(pictures.values(each=JSONObject(name="name", showing="showing"))),
        )
        .filter(number=numbers.parse(number, numbers.ORDERS) or "")
        .first()
    )
    if order is None:
        raise Http404(_("There is no order of that number here."))
    require(actor, "order.read", order.place_path, at=order.place.full_name)
    return order


@login_required
@require_safe
def order(request: HttpRequest, number: str) -> HttpResponse:
    """What, for whom, when it would suit, who takes part, and the past; beside it the list one came from."""
    found, actor = order_for(request.actor, number), request.actor
    proofs = ["engagements__volunteer__proofs"] if found.sensitive else []
    prefetch_related_objects([found], WHO_TAKES_PART, *proofs)
    context = {
        "order": found,
        "glance": glances([found])[0],
        "turn": turn_words(found),
        "counts": COUNTS.get(found.clock_unit, ""),
        "offers": own_steps(found, actor),
        "people": people_of(found, actor),
        "facts": facts_of(found),
        "windows": found.windows.all(),
        "parts": taking_part(found, actor),
        **sorted_out(found.kept_pictures),
        "rating": getattr(found, "rating", None),
        "complaint": COMPLAINING.state_by_name.get(found.complaint_state),
        "reads_complaint": sees(actor, found.place_path, "order.screen"),
        "complains": sees(actor, found.place_path, "order.order_for") and not problem(found, timezone.now()),
        "entries": chronicle(timeline(found), found.flow),
    }
    return render(request, "orders/desk/order.html", context | beside(request, found))


@login_required
@require_safe
def order_print(request: HttpRequest, number: str) -> HttpResponse:
    """The order on paper, for the file: without who ordered it, volunteers by their number alone."""
    found = order_for(request.actor, number)
    prefetch_related_objects([found], WHO_TAKES_PART)
    community = Place.objects.filter(path=found.community_path).first()
    context = {
        "order": found,
        "text": masked(found.text),
        "community": community.full_name if community else "",
        "glance": glances([found])[0],
        "turn": turn_words(found),
        "counts": COUNTS.get(found.clock_unit, ""),
        "facts": facts_of(found),
        "windows": found.windows.all(),
        "parts": taking_part(found, NOBODY),
        "rating": getattr(found, "rating", None),
        "entries": chronicle(timeline(found), found.flow),
        "now": timezone.now(),
    }
    return render(request, "orders/desk/print.html", context)


@login_required
@require_safe
def told(request: HttpRequest, number: str) -> HttpResponse:
    """Who was told what of it, when and by which way."""
    found = order_for(request.actor, number)
    require(request.actor, "notice.read", found.place_path, at=found.place.full_name)
    return render(request, "orders/desk/told.html", {"order": found})


def beside(request: HttpRequest, order: Order) -> dict[str, object]:
    """The list named in the address (``in``), else what waits for the actor's posts, and its next row."""
    looking: Looking = carried_in(request)
    rows = glances(looking.page(request.actor, SHOWN).rows)
    at = next((n for n, row in enumerate(rows) if row.thing.pk == order.pk), -1)
    return {
        "looking": looking,
        "carried": looking.beside,
        "rows": rows,
        "list_href": f"{reverse('orders:queue')}?{looking.query(after=looking.after)}",
        "following": rows[at + 1] if at + 1 < len(rows) else None,
    }
