"""Which rows are here already."""

from collections.abc import Sequence

from tongxin.trades.cases.models import Case


def here_already(source: str, numbers: Sequence[str]) -> set[str]:
    """Those numbers of ``source`` that have a case. One query."""
    found = Case.objects.filter(external_source=source, external_id__in=numbers)
    return set(found.values_list("external_id", flat=True))
