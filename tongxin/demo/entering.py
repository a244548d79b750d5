"""How to look at the demo zone as one of its volunteers: a card, or a personal link. No secret of anybody's:
they are invented.
"""

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from tongxin.engine.tickets.codes import grouped
from tongxin.ground.territory.paths import below
from tongxin.trades.orders.models import Order, Volunteer
from tongxin.trades.orders.models.order import TO_TAKE
from tongxin.trades.orders.selectors import near_me
from tongxin.trades.orders.ways_in import DIGITS, code_of, token_for

LOOKED_AT = 20


def volunteers_shown() -> list[str]:
    """Two lines: number and code of a volunteer who has something on hand or could take something, the link
    of another with hours; of any two where nobody has.
    """
    active = Volunteer.objects.filter(state="active", person__invented=True).select_related("person")
    at_work = active.filter(engagements__ended_at=None, engagements__agreed_at__isnull=False)
    one = at_work.order_by("pk").first() or _with_something_near(active) or active.order_by("pk").first()
    if one is None:
        return []
    door = settings.TONGXIN_BASE_URL
    told = [f"  {door}/volunteer   number · 编号 {one}   code · 查询码 {grouped(code_of(one))}"]
    others = active.exclude(pk=one.pk).order_by("pk")
    other = others.filter(engagements__confirmed_minutes__gt=0).first() or others.first()
    if other is not None:
        link = reverse("orders:personal_link", args=[token_for(other)])
        told.append(f"  {door}{link}   digits · 尾号 {other.person.phone_mask[-DIGITS:]}")
    return told


def _with_something_near(active: QuerySet[Volunteer]) -> Volunteer | None:
    """The first of those at home where something is wanted whom it suits."""
    around = Q(pk__in=[])
    for path in Order.objects.filter(TO_TAKE).values_list("community_path", flat=True).distinct():
        around |= below("home_path", path)
    return next((each for each in active.filter(around).order_by("pk")[:LOOKED_AT] if near_me(each)), None)
