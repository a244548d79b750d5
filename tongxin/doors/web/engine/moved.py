"""What a change of the calendar or of a promise has moved: each due time, as far as the reader may see it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongxin.doors.web.engine.calendar import EDIT, PROMISE, tabs
from tongxin.doors.web.engine.changes import in_words
from tongxin.engine.flows import moves, registry
from tongxin.engine.flows.models import Flowing, Journal
from tongxin.engine.flows.rights import require_everywhere
from tongxin.engine.notices.wording import link
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import has_anywhere, scope_q
from tongxin.trades.cases.models import Case, Summons
from tongxin.trades.orders.models import Complaint, Order, Pairing, Volunteer

MOST = 50


@dataclass(frozen=True, slots=True)
class Kind:
    """Things of one flow: the verb one needs where they are, and how to read them with their numbers."""

    verb: str
    things: QuerySet


KINDS = {
    "case": Kind("case.read", Case.objects.select_related("place")),
    "summons": Kind("case.read", Summons.objects.select_related("case__place", "organization")),
    "complaint": Kind("order.read", Complaint.objects.select_related("order")),
    "order": Kind("order.read", Order.objects.select_related("place")),
    "pairing": Kind("pairing.edit", Pairing.objects.select_related("need")),
    "volunteer": Kind("volunteer.read", Volunteer.objects.all()),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list: what has moved, where one reads on, from when to when."""

    what: object
    number: str
    unit: str
    href: str
    old_due: datetime
    due: datetime


@login_required
@require_safe
def page(request: HttpRequest, change: int) -> HttpResponse:
    """The due times a change has moved, those in the reader's area, fifty at most."""
    if not has_anywhere(request.actor, PROMISE):
        require_everywhere(request.actor, EDIT)
    try:
        found = moves.moves_of(change, _seen_by(request.actor), MOST)
    except Journal.DoesNotExist as error:
        raise Http404 from error
    (said,) = in_words([found.change])
    context = {"said": said, "found": found, "rows": _rows(found.first), "tabs": tabs("flows:calendar")}
    return render(request, "web/calendar/moved.html", context)


def _seen_by(actor: Actor) -> Q:
    """The rows about things of the actor's area, of whatever kind."""
    seen = Q(pk__in=[])
    for flow in registry.flows():
        if flow.name in KINDS:
            seen |= Q(noun=flow.noun) & scope_q(actor, KINDS[flow.name].verb)
    return seen


def _rows(found: Iterable[moves.Move]) -> list[Row]:
    """The moves with what has moved. One query a kind."""
    ids: dict[str, list[str]] = defaultdict(list)
    for move in found:
        ids[move.noun].append(move.thing_id)
    things = {
        (noun, thing.thing_id): thing
        for noun, pks in ids.items()
        for thing in KINDS[registry.flow_of(noun).name].things.filter(pk__in=pks)
    }
    return [_row(move, things[move.noun, move.thing_id]) for move in found]


def _row(move: moves.Move, thing: Flowing) -> Row:
    flow = registry.flow_of(move.noun)
    return Row(
        what=flow.label,
        number=str(getattr(thing, "number", thing.pk)),
        unit=str(thing.organization) if isinstance(thing, Summons) else "",
        href=link(flow, thing, ""),
        old_due=move.old_due,
        due=move.due,
    )
