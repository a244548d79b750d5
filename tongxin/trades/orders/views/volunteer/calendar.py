"""A volunteer's agreed times as a calendar that a telephone subscribes to, at a secret address."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from icalendar import Calendar, Event

from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders import actions
from tongxin.trades.orders.models import Order, Volunteer
from tongxin.trades.orders.models.volunteer import OVER
from tongxin.trades.orders.selectors.lists import agreed_times
from tongxin.trades.orders.views.volunteer.known import by_volunteer, closed_to
from tongxin.trades.orders.views.volunteer.own import community_names

PRODUCT = "-//Tongxin//Orders//ZH"
LOOKED_AT_AGAIN = timedelta(hours=6)


@by_volunteer
@closed_to(*OVER)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, volunteer: Volunteer, actor: Actor) -> HttpResponse:
    """Where the calendar is to be had; a new address, or none."""
    if request.method == "POST":
        change = actions.close_calendar if "close" in request.POST else actions.open_calendar
        change(volunteer, by=actor)
        return redirect("orders:calendar")
    address = ""
    if volunteer.calendar_key:
        address = settings.TONGXIN_BASE_URL + reverse("orders:feed", args=[volunteer.calendar_key])
    context = {"volunteer": volunteer, "address": address, "orders": agreed_times(volunteer)}
    return render(request, "orders/volunteer/calendar.html", context)


@never_cache
@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar itself. It may lie with a stranger's service: what and when, the community's name and a
    number; no person, no telephone, no door.
    """
    volunteer = Volunteer.objects.filter(calendar_key=key).exclude(state__in=OVER).first()
    if volunteer is None:
        raise Http404(_("There is no such calendar."))
    orders = agreed_times(volunteer)
    names = community_names(orders)
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("x-wr-calname", _("Lending a hand"))
    made.add("refresh-interval", LOOKED_AT_AGAIN, parameters={"VALUE": "DURATION"})
    for order in orders:
        made.add_component(_event(order, names.get(order.community_path, "")))
    return HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")


def _event(order: Order, community: str) -> Event:
    page = settings.TONGXIN_BASE_URL + reverse("orders:offered", args=[order.number])
    event = Event()
    event.add("uid", f"order-{order.number}@tongxin")
    event.add("dtstamp", timezone.now())
    event.add("sequence", order.version)
    event.add("dtstart", timezone.localtime(order.starts_at))
    event.add("dtend", timezone.localtime(order.starts_at + timedelta(minutes=order.minutes)))
    event.add("summary", order.title)
    event.add("location", community)
    event.add("url", page)
    event.add(
        "description",
        _("No. %(number)s. Where exactly and whom to call: %(page)s") % {"number": order, "page": page},
    )
    return event
