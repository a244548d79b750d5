"""One order as a volunteer sees it: wanted near them, asked of them, or theirs; and its steps."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.engine.flows.offering import step_links
from tongxin.engine.flows.selectors import own_steps
from tongxin.engine.flows.steps import Attempt, attempt
from tongxin.engine.tickets import numbers
from tongxin.ground.people.masking import masked
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders.conditions import places_left
from tongxin.trades.orders.models import Engagement, Order, Volunteer
from tongxin.trades.orders.models.volunteer import OVER
from tongxin.trades.orders.selectors import near_me
from tongxin.trades.orders.selectors.sight import AT_WORK, may_see, pictures_of
from tongxin.trades.orders.views.steps import step_page
from tongxin.trades.orders.views.volunteer.known import by_volunteer, closed_to
from tongxin.trades.orders.views.volunteer.own import community_names

STEPS = ("take", "agree", "decline", "agree_swap", "decline_swap", "schedule", "set_out", "finish", "move")
STEPS += ("swap", "hand_back")
# From a state the step that usually comes next.
USUAL = {"dispatched": "agree", "taken": "schedule", "scheduled": "set_out", "on_way": "finish"}
TO_TAKE = ("open", "widened")
TAKEN = ("taken", "scheduled", "on_way", "done", "rated", "closed")
MOST_OTHERS = 3
THANKS = {
    "take": gettext_lazy("It is yours. Please call soon and agree on the time."),
    "agree": gettext_lazy("Thank you. Please call soon and agree on the time."),
    "agree_swap": gettext_lazy("Thank you for stepping in. The other one has been told."),
    "decline": gettext_lazy("That is fine. Somebody else is asked."),
    "decline_swap": gettext_lazy("That is fine. The other one has been told."),
    "finish": gettext_lazy("Thank you. Your time counts once whoever ordered it has confirmed it."),
    "hand_back": gettext_lazy("It is good that you say so. Somebody else is sought."),
}


@by_volunteer
@closed_to(*OVER)
@require_safe
def offered(request: HttpRequest, volunteer: Volunteer, actor: Actor, number: str) -> HttpResponse:
    """What, when, where as far as they need to know it, and what they can do."""
    order, part = order_for(volunteer, number)
    own = [each for each in own_steps(order, actor) if each.step.name in STEPS] if part else []
    links = step_links(own, request.path, USUAL.get(order.state, ""))
    context = told(order, part) | {"offers": links}
    return render(request, "orders/volunteer/offered.html", context)


@by_volunteer
@closed_to(*OVER)
@require_http_methods(["GET", "HEAD", "POST"])
def volunteer_step(
    request: HttpRequest, volunteer: Volunteer, actor: Actor, number: str, step: str
) -> HttpResponse:
    """A step of the volunteer's. Who was a little late in taking it is told so kindly, and of what else there
    is.
    """
    order, part = order_for(volunteer, number)
    if step == "take" and request.method == "POST":
        return _take(request, volunteer, actor, order, part)
    back = reverse("orders:offered" if part else "orders:own", args=[order.number] if part else [])
    return step_page(
        request,
        order,
        step,
        actor,
        allowed=STEPS,
        back=back,
        back_label=order.title if part else _("Lending a hand"),
        windows=order.windows.all() if step in ("schedule", "agree") else (),
        then=lambda tried: _taken_on(request, volunteer, order, tried),
    )


def order_for(volunteer: Volunteer, number: str) -> tuple[Order, Engagement | None]:
    """The order of that number, and their part in it if they have one; else not found, unless it is open to
    be taken near them or was a moment ago.
    """
    digits = numbers.parse(number, numbers.ORDERS) or ""
    related = ("kind", "place", "requester", "beneficiary")
    order = Order.objects.select_related(*related).filter(number=digits).first()
    if order is None:
        raise Http404(_("There is no such order for you."))
    part = part_of(volunteer, order)
    if part is None and not (volunteer.state == "active" and _was_open(order) and volunteer.is_near(order)):
        raise Http404(_("There is no such order for you."))
    return order, part


def told(order: Order, part: Engagement | None) -> dict[str, object]:
    """What a volunteer may know. Who has agreed knows where exactly; everybody else the community only; and
    who could take it, and was not the first, no more than what it was.
    """
    agreed = part is not None and part.agreed_at is not None
    where = order.place.full_name if agreed else community_names([order]).get(order.community_path, "")
    return {
        "order": order,
        "part": part,
        "agreed": agreed,
        "may_call": agreed and order.state in AT_WORK,
        "gone": part is None and order.state not in TO_TAKE,
        "where": where,
        "address_note": order.address_note if agreed else "",
        "text": order.text if agreed else masked(order.text),
        "windows": order.windows.all(),
    } | _pictures(order, part if agreed else None)


def _pictures(order: Order, part: Engagement | None) -> dict[str, list[dict[str, str]]]:
    """The photos they may see; none is asked for where they have not agreed."""
    found = pictures_of(order) if part is not None else {}
    return {
        key: [each for each in photos if may_see(each["showing"], order, part)]
        for key, photos in found.items()
    }


def part_of(volunteer: Volunteer, order: Order) -> Engagement | None:
    """Their part in it: the one in force, else the one that was done."""
    parts = list(volunteer.engagements.filter(order=order).order_by("-pk"))
    return next((each for each in parts if each.ended_at is None or each.ending == "done"), None)


def _was_open(order: Order) -> bool:
    """Whether anybody could take it; what is sensitive never was."""
    return not order.sensitive and order.state not in ("ordered", "accepted", "refused", "became_case")


def _take(
    request: HttpRequest, volunteer: Volunteer, actor: Actor, order: Order, part: Engagement | None
) -> HttpResponse:
    """Who comes late is told so from what was read, and holds nobody up who could still be first."""
    late = order.state not in TO_TAKE
    tried = attempt(order, "take", actor, data=None if late else request.POST)
    if tried.done:
        return _taken_on(request, volunteer, order, tried)
    if not late:
        order.refresh_from_db()
        part = part_of(volunteer, order)
    context = told(order, part) | {
        "refused": places_left.reason if order.state in TAKEN else tried.refusal.reason,
        "others": near_me(volunteer, most=MOST_OTHERS),
    }
    return render(request, "orders/volunteer/offered.html", context, status=tried.status)


def _taken_on(request: HttpRequest, volunteer: Volunteer, order: Order, tried: Attempt) -> HttpResponse:
    """Say what was done and what comes next; who has no part in it any more goes back to the own page."""
    said = THANKS.get(tried.step.name) or _("Done: %(step)s.") % {"step": tried.step.label}
    messages.success(request, said)
    if part_of(volunteer, order) is None:
        return redirect("orders:own")
    return redirect("orders:offered", order.number)
