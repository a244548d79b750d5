"""Whether a case has moved: one mark for the case and its summonses, that changes with every step."""

from collections.abc import Iterable

from django.db.models import Count, Sum

from tongxin.trades.cases.models import Case, Summons


def mark(case: Case, summonses: Iterable[Summons]) -> str:
    """The mark of what a page shows."""
    versions = [each.version for each in summonses]
    return f"{case.version}.{len(versions)}.{sum(versions)}"


def mark_now(number: str) -> tuple[Case, str] | None:
    """The case of that number, with little more than where it is, and its mark as it stands. One query."""
    found = (
        Case.objects.filter(number=number)
        .only("number", "version", "place_path", "place__full_name")
        .select_related("place")
        .annotate(units=Count("summonses"), of_units=Sum("summonses__version", default=0))
        .first()
    )
    return (found, f"{found.version}.{found.units}.{found.of_units}") if found else None
