"""What a step's form offers to choose from: pairs of value and words, for a thing and whoever acts.

Models are asked for by name, because the flow tables, which name these functions, are themselves part of
the models.
"""

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.trades.orders.asking import Pairs, with_reasons
from tongxin.trades.orders.choices import Content


def contents(order, actor) -> Pairs:
    return list(Content.choices)


def yes_or_no(thing, actor) -> Pairs:
    """Two words to choose from: an unticked box could not be told from "no"."""
    return [("yes", _("Yes, it is right")), ("no", _("No, it is not right"))]


def ways_on(order, actor) -> Pairs:
    """Open to all, or asked one by one; what is sensitive is only ever asked."""
    chosen = [("no", _("The community asks volunteers itself"))]
    return chosen if order.sensitive else [("yes", _("Any fitting volunteer may take it")), *chosen]


def kinds(order, actor) -> Pairs:
    """The menu of the order's place: what a wish may be sorted under."""
    menu = apps.get_model("orders", "ServiceKind").menu(order.place_path, timezone.localdate())
    return [(kind.pk, kind.title) for kind in menu]


def volunteers(order, actor) -> Pairs:
    """The volunteers who could do it, the best fitting first, each with the reasons."""
    return with_reasons(order)


def provable(volunteer, actor) -> Pairs:
    """The skills that count only with a proof."""
    skills = apps.get_model("orders", "Skill").objects.filter(proof=True).order_by("position")
    return [(skill.code, skill.title) for skill in skills]
