"""M2, M3, M4, M21: the second tree, the full sets of posts, and the property rates."""

from functools import partial

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tongxin.ground.gathered import gathered
from tongxin.ground.organizations import selectors
from tongxin.ground.organizations.kinds import Kind
from tongxin.ground.organizations.rates import FORMULAS, Rate, rates
from tongxin.ground.posts.completeness import RULES, Gap, gaps_of, share
from tongxin.ground.territory.models import Place
from tongxin.insight.indicators.figure import Figure, Period, Value, shared
from tongxin.insight.indicators.territory import places_by_level

KINDS = (Kind.COMMUNITY_PARTY_COMMITTEE, Kind.GRID_BRANCH)


@shared
def _facts(period: Period) -> dict[str, list]:
    """The organisations that are counted, as kind and id; the estates, and their communities."""
    estates = selectors.estates_within([""], period.until).select_related(None)
    found = gathered(
        organizations=selectors.organizations(period.until, kinds=KINDS).values_list("kind", "pk"),
        estates=estates,
        communities=Place.objects.filter(pk__in=estates.order_by().values("community")),
    )
    communities = {place.pk: place for place in found["communities"]}
    for estate in found["estates"]:
        estate.community = communities[estate.community_id]
    return found


def _of_kind(kind: str, period: Period) -> Value:
    return Value("organization", tuple(pk for of, pk in _facts(period)["organizations"] if of == kind))


@shared
def _standing(period: Period) -> dict[str, list[Gap]]:
    """How every community and estate stands against each rule."""
    subjects = {"estate": _facts(period)["estates"], "place": places_by_level(period)["community"]}
    found = gaps_of([(rule, subjects[rule.subject]) for rule in RULES.values()], period.until)
    return dict(zip(RULES, found, strict=True))


def _complete(rule: str, period: Period) -> Value:
    """The subjects of a rule that have the full set, of all that should."""
    full = share(_standing(period)[rule])
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
