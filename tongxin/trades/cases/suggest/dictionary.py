"""The catalogue as guessing needs it: one query each, no more, whatever the text."""

from django.db.models import QuerySet

from tongxin.ground.statements import composed
from tongxin.trades.cases.models import Category, DangerWord


def categories_in_use() -> list[Category]:
    """Every category in use, parents first."""
    return list(Category.objects.filter(active=True).order_by("path"))


def danger_words() -> list[DangerWord]:
    """Every danger word in use."""
    return _danger_words().things()


@composed
def _danger_words() -> QuerySet[DangerWord]:
    return DangerWord.objects.filter(active=True)
