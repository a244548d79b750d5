"""Two cases looked alike and are not the same."""

from django.utils import timezone

from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import require
from tongxin.trades.cases.models import Case, Distinct


def mark_distinct(case: Case, other: Case, *, by: Actor) -> Distinct:
    """Somebody has looked: not the same. They are not suggested to one another again."""
    for each in (case, other):
        require(by, "case.merge", each.place_path)
    first, second = sorted([case.pk, other.pk])
    pair, _new = Distinct.objects.get_or_create(
        first_id=first, second_id=second, defaults={"at": timezone.now(), "by_key": by.key}
    )
    return pair
