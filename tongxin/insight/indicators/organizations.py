"""M2, M3, M4, M21: the second tree, the full sets of posts, and the property rates."""

from functools import partial

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tongxin.ground.organizations import selectors
from tongxin.ground.organizations.kinds import Kind
from tongxin.ground.organizations.rates import FORMULAS, Rate, rates
from tongxin.ground.posts.completeness import RULES, gaps, share
from tongxin.insight.indicators.figure import Figure, Period, Value, shared
from tongxin.insight.indicators.territory import places_by_level

KINDS = (Kind.COMMUNITY_PARTY_COMMITTEE, Kind.GRID_BRANCH)


@shared
def _by_kind(period: Period) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {kind: [] for kind in KINDS}
    rows = selectors.organizations(period.until, kinds=KINDS).values_list("kind", "pk")
    for kind, pk in rows:
        found[kind].append(pk)
    return found


def _of_kind(kind: str, period: Period) -> Value:
    return Value("organization", tuple(_by_kind(period)[kind]))


def _complete(rule: str, period: Period) -> Value:
    """The subjects of a rule that have the full set, of all that should."""
    if RULES[rule].subject == "estate":
        subjects = list(selectors.estates_within([""], period.until))
    else:
        subjects = places_by_level(period)["community"]
    full = share(gaps(RULES[rule], subjects, period.until))
    return Value(RULES[rule].subject, full.numerator_ids, full.denominator_ids)


@shared
def _rates(period: Period) -> dict[str, Rate]:
    return rates(period.until)


def _rate(key: str, period: Period) -> Value:
    rate = _rates(period)[key]
    return Value(FORMULAS[key].noun, rate.numerator_ids, rate.denominator_ids)


IN_FORCE = _("organizations of this kind in force on the day")
FULL_SET = _("those that have the full set, of all")

FIGURES = [
    Figure(
        "M2",
        "committees",
        _("Community party committees"),
        IN_FORCE,
        partial(_of_kind, Kind.COMMUNITY_PARTY_COMMITTEE),
    ),
    Figure("M2", "grid_branches", _("Grid branches"), IN_FORCE, partial(_of_kind, Kind.GRID_BRANCH)),
    Figure(
        "M3", "complete", _("Communities with the three ones"), FULL_SET, partial(_complete, "three_ones")
    ),
    Figure(
        "M4",
        "stations_complete",
        _("Communities with the four posts"),
        FULL_SET,
        partial(_complete, "four_posts"),
    ),
    Figure(
        "M4", "estates_complete", _("Estates with the five roles"), FULL_SET, partial(_complete, "five_roles")
    ),
    *(
        Figure(
            "M21",
            key,
            formula.name,
            format_lazy("{} ÷ {}", formula.numerator, formula.denominator),
            partial(_rate, key),
        )
        for key, formula in FORMULAS.items()
    ),
]
