"""Whom the desk can ask for an order, and why each: the reasons the week's plan and the own page give, too.

Models are asked for by name: the flow tables, which lead here, are themselves part of the models.
"""

from django.apps import apps
from django.db.models import Prefetch, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongxin.trades.orders.choices import Ending
from tongxin.trades.orders.fitting import way
from tongxin.trades.orders.suiting import OF_THEM, at_usual_time, reasons

Pairs = list[tuple[object, object]]


def with_reasons(order) -> Pairs:
    """Key and words of every volunteer who could do it, the best fitting first. Eight queries at most."""
    fitting = apps.get_model("orders", "Volunteer").fitting(order)
    homes = apps.get_model("territory", "Place").objects.defer("outline")
    prefetch_related_objects(fitting, Prefetch("home", homes), "hours")
    windows, been_there = list(order.windows.all()), _been_there(order, fitting)
    return [(each.pk, _line(order, each, windows, each.pk in been_there)) for each in fitting]


def _line(order, volunteer, windows: list, been_there: bool) -> str:
    usual = at_usual_time(windows, volunteer.hours.all(), order.minutes)
    said = [_("has been there before")] if been_there else []
    said += reasons(order, volunteer, way(volunteer, order), usual, OF_THEM)
    load = volunteer.open_now + 1
    said.append(ngettext("%(n)d order on hand with it", "%(n)d orders on hand with it", load) % {"n": load})
    return _("%(volunteer)s: %(because)s") % {"volunteer": volunteer.shown, "because": _(", ").join(said)}


def _been_there(order, fitting: list) -> set[int]:
    """Who of them has done something for the same person."""
    done = apps.get_model("orders", "Engagement").objects.filter(ending=Ending.DONE, volunteer__in=fitting)
    whom = done.annotate(whom=Coalesce("order__beneficiary", "order__requester"))
    return set(
        whom.filter(whom=order.beneficiary_id or order.requester_id).values_list("volunteer_id", flat=True)
    )
