"""What a summoned unit is told about being asked: why it, and what comes next."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.ground.organizations.dates import in_force
from tongxin.ground.territory import paths
from tongxin.trades.cases.models import Duty, Summons

NEXT = {
    "issued": _(
        "Please sign in first, so that the community knows you are on it. Then you have time to answer."
    ),
    "signed_in": _("Please have a look on site and answer what was done. If you need longer, ask for time."),
    "on_site": _("When it is done, please answer what was done and what came of it. A photo is not needed."),
    "answered": _(
        "Nothing more for you now: the community checks on site and tells you if something is missing."
    ),
    "disputed": _("The community decides whether it stays with you. Until then your time runs on."),
    "at_street": _("The street decides whose it is, and that is final. Until then your time runs on."),
    "accepted": _("It is done. Thank you; nothing more is asked of you here."),
    "released": _("It is no longer yours; another unit was asked."),
    "cancelled": _("It was called off; nothing more is asked of you here."),
}


def why(summons: Summons) -> str:
    """Why this unit: the entry of the duty catalogue in force when it was asked, else who asked.

    One query.
    """
    case, unit = summons.case, summons.organization
    here = Q(place_path="") | Q(place_path__in=paths.ancestors_of(case.place_path))
    theirs = Q(organization=unit) | Q(kind=unit.kind)
    levels = paths.ancestors_of(summons.category_path) if summons.category_path else []
    asked_on = timezone.localdate(summons.issued_at)
    duties = Duty.objects.filter(in_force(asked_on), here, theirs, category__path__in=levels)
    duty = duties.select_related("category").order_by("-category__path", "-lead").first()
    if duty is not None:
        return _("because the duty catalogue gives “%(category)s” to you") % {"category": duty.category.title}
    return _("because %(who)s needs you for it") % {"who": summons.issued_by}


def what_next(summons: Summons) -> object:
    """What comes next for the unit, in one sentence."""
    return NEXT.get(summons.state, "")
