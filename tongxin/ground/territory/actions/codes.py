from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tongxin.ground.territory import codes, paths
from tongxin.ground.territory.actions.record import change, fresh, hold_tree, note, note_all
from tongxin.ground.territory.by import By
from tongxin.ground.territory.errors import Refused
from tongxin.ground.territory.models import Place, PlaceCode
from tongxin.ground.territory.selectors import places, valid

PLATES = ("building", "stairwell")


def issue_code(place: Place, *, by: By) -> PlaceCode:
    """A new code for a place; codes it already has stay good. Raises Refused for a closed place."""
    with transaction.atomic():
        place = fresh(place)
        if not Place.objects.filter(valid(), pk=place.pk).exists():
            raise Refused(_("%(place)s is closed or not there yet.") % {"place": place.full_name})
        return _issue([place], by=by)[0]


def issue_codes(within: Place, *, by: By, levels: Sequence[str] = PLATES) -> list[PlaceCode]:
    """A code for every place of these levels below ``within`` that has none, in tree order.

    A constant number of statements, and two more for each further 2,000 places.
    """
    with transaction.atomic():
        hold_tree()
        bare = (
            places()
            .filter(paths.below("path", within.path), level__code__in=levels)
            .exclude(pk__in=PlaceCode.objects.filter(revoked_at=None).values("place"))
        )
        return _issue(list(bare), by=by)


def revoke_code(code: PlaceCode, *, reason: str, by: By) -> PlaceCode:
    """End a code, with the reason: the plate was copied, lost, moved. Raises Refused without a reason."""
    reason = reason.strip()[:200]
    if not reason:
        raise Refused(_("Say why the code is revoked."))
    with transaction.atomic():
        code = PlaceCode.objects.select_for_update(of=("self",)).select_related("place").get(pk=code.pk)
        if code.revoked_at is not None:
            raise Refused(_("This code was revoked before."))
        code.revoked_at, code.revoked_reason = timezone.now(), reason
        code.save(update_fields=["revoked_at", "revoked_reason"])
        note("revoke_code", by=by, place=code.place, old={"code": code.code}, new={"reason": reason})
    return code


def _issue(for_places: Sequence[Place], *, by: By) -> list[PlaceCode]:
    made = [PlaceCode(place=place, code=codes.fresh_code(), issued_by=by.key) for place in for_places]
    try:
        with transaction.atomic():
            PlaceCode.objects.bulk_create(made, batch_size=2000)
    except IntegrityError:  # a code drawn twice: once in some billions; draw all of them anew
        made = [PlaceCode(place=place, code=codes.fresh_code(), issued_by=by.key) for place in for_places]
        PlaceCode.objects.bulk_create(made, batch_size=2000)
    note_all(change("issue_code", by=by, place=code.place, new={"code": code.code}) for code in made)
    return made
