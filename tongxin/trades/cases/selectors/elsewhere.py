"""Cases that came from other platforms."""

from collections.abc import Collection

from django.db.models import QuerySet

from tongxin.trades.cases.models import Case


def numbers_known(source: str, numbers: Collection[str]) -> set[str]:
    """Those numbers of the platform ``source`` that have a case. One query."""
    return set(with_numbers(source, numbers).values_list("external_id", flat=True))


def with_numbers(source: str, numbers: Collection[str]) -> QuerySet[Case]:
    """The cases with these numbers of ``source``.

    Says that none of them is empty: of more than a hundred the database does not find that out by itself, and
    then reads all cases instead of the index, which leaves out those without a number.
    """
    return Case.objects.filter(external_source=source, external_id__in=numbers).exclude(external_id="")
