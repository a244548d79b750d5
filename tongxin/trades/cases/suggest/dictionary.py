"""The catalogue as guessing needs it: one query each, no more, whatever the text."""

from tongxin.trades.cases.models import Category, DangerWord


def categories_in_use() -> list[Category]:
    """Every category in use, parents first."""
    return list(Category.objects.filter(active=True).order_by("path"))


def danger_words() -> list[DangerWord]:
    return list(DangerWord.objects.filter(active=True))
