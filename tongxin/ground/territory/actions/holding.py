from collections.abc import Iterable

from django.db import connection

from tongxin.ground.territory.models import Place

HOLD = "select id, path, full_name, until from territory_place where id = any(%s) order by id for key share"


def hold(places: Iterable[Place]) -> None:
    """Bring these places up to date, and keep them where they are until the transaction ends.

    For whoever copies a path onto a row of its own: a move that has begun is waited for, and one that
    comes later waits for the row. Any number may hold a place at once; renaming it goes on. One query.
    """
    listed = list(places)
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [sorted({place.pk for place in listed})])
        now = {pk: facts for pk, *facts in cursor}
    for place in listed:
        if place.pk in now:
            place.path, place.full_name, place.until = now[place.pk]
