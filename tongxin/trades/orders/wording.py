"""Rules for points in plain words, wherever they are shown."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongxin.trades.orders.models import PointRule, ServiceKind

Worded = list[tuple[PointRule, list[str]]]


def worded(rules: Iterable[PointRule]) -> Worded:
    """Each rule with its lines: how many for an hour, for which services another number, what they are for,
    and what voids them. One query, where a rule has another number for some service.
    """
    listed = list(rules)
    codes = {code for rule in listed for code in rule.by_kind}
    kinds = ServiceKind.objects.filter(code__in=codes).order_by("since") if codes else ()
    titles = {kind.code: kind.title for kind in kinds}
    return [(rule, _lines(rule, titles)) for rule in listed]


def _lines(rule: PointRule, titles: dict[str, str]) -> list[str]:
    others = [
        _("%(service)s: %(number)s") % {"service": titles.get(code, code), "number": _each_hour(number)}
        for code, number in sorted(rule.by_kind.items())
    ]
    void = _("Where a complaint about an order is upheld, that order gives none.")
    return [_each_hour(rule.per_hour), *others, rule.words, void]


def _each_hour(number: int) -> str:
    said = ngettext("%(n)d point for each confirmed hour", "%(n)d points for each confirmed hour", number)
    return said % {"n": number}
