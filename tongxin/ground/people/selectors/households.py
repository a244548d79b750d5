from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from tongxin.ground.people.models import Household
from tongxin.ground.people.selectors.persons import masked
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.paths import below


@dataclass(frozen=True)
class HouseholdCounts:
    """How many households stand below a place, how many of them empty, and their sizes added up."""

    households: int
    vacant: int
    persons: int


def households_below(path: str) -> QuerySet[Household]:
    """Households that stand at or below a place, in the order of the tree, each with its place."""
    standing = Household.objects.filter(below("place_path", path), until__isnull=True)
    return standing.select_related("place").order_by("place_path", "pk")


def households_at(place: Place) -> list[Household]:
    """The households of one place, each with its masked members in ``people``: two queries."""
    standing = list(Household.objects.filter(place=place, until__isnull=True).order_by("pk"))
    by_home: dict[int, list] = {home.pk: [] for home in standing}
    for person in masked().filter(household__in=by_home).order_by("born", "pk"):
        by_home[person.household_id].append(person)
    for home in standing:
        home.people = by_home[home.pk]
    return standing


def household_counts(path: str) -> HouseholdCounts:
    """Counts below a place, in one query."""
    found = Household.objects.filter(below("place_path", path), until__isnull=True).aggregate(
        households=Count("pk"),
        vacant=Count("pk", filter=Q(kind=Household.Kind.VACANT)),
        persons=Sum("size", default=0),
    )
    return HouseholdCounts(**found)
