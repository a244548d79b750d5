"""Cases are found by what their place is called now, and by what it was called when they came in."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from tongxin.ground.territory.models import Change, Place
from tongxin.ground.territory.paths import below
from tongxin.trades.cases import tokens
from tongxin.trades.cases.models import Case, PlaceNamesRead

# A case that was being written while its place got its name is in by then.
AFTER = timedelta(minutes=1)
PLACES = 200
LEARN = (
    "update cases_case c set haystack = n.haystack, search = n.search::tsvector"
    " from unnest(%s::bigint[], %s::text[], %s::text[]) as n(id, haystack, search) where c.id = n.id"
)


def learn_names(*, now: datetime) -> int:
    """Add the names that places got since the last time to the words of the cases there; how many learnt one.

    Reads the territory's own record, a name a minute old at the earliest. Names are only added, so doing it
    twice, or from the middle after a break, comes to the same.
    """
    read, _new = PlaceNamesRead.objects.get_or_create(pk=1)
    named = Q(what="move") | Q(what="edit", new__has_key="name")
    news = Change.objects.filter(named, pk__gt=read.change_id, at__lt=now - AFTER).order_by("pk")
    learnt = 0
    for change_id, place_id in news.values_list("pk", "place_id"):
        learnt += sum(_learn(names) for names in _names_below(place_id))
        # Under the territory's lock changes are numbered in the order in which they are committed.
        PlaceNamesRead.objects.filter(pk=1).update(change_id=change_id)
    return learnt


def _names_below(place_id: int) -> Iterator[dict[str, str]]:
    """What the place and those below it are called, folded, by their paths; some at a time."""
    root = Place.objects.filter(pk=place_id).values_list("path", flat=True).first()
    after = ""
    while root is not None:
        rest = Place.objects.filter(below("path", root), path__gt=after).order_by("path")
        names = dict(rest.values_list("path", "full_name")[:PLACES])
        if not names:
            return
        yield {path: tokens.fold(name) for path, name in names.items()}
        after = max(names)


@transaction.atomic
def _learn(names: dict[str, str]) -> int:
    there = Case.objects.filter(place_path__in=names).select_for_update(no_key=True).order_by("pk")
    learnt = {
        pk: f"{haystack} {names[path]}"
        for pk, path, haystack in there.values_list("pk", "place_path", "haystack")
        if names[path] not in haystack
    }
    with connection.cursor() as cursor:
        words = [tokens.vector(haystack) for haystack in learnt.values()]
        cursor.execute(LEARN, [list(learnt), list(learnt.values()), words])
    return len(learnt)
