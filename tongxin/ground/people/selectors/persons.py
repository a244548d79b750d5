from django.db.models import Q, QuerySet

from tongxin.ground.people import vault
from tongxin.ground.people.models import Person
from tongxin.ground.people.models.person import SEALED

NOTHING_TYPED = Q(pk__in=[])


def masked() -> QuerySet[Person]:
    """Persons for lists and pages: what is sealed stays in the database. Tombstones are among them."""
    return Person.objects.defer(*SEALED)


def find_by_phone(phone: str) -> QuerySet[Person]:
    """Everyone with this number, however it is written; a family may share one."""
    return _with(phone_index=vault.blind(phone, "phone"))


def find_by_id_number(id_number: str) -> Person | None:
    """The person with this ID number, None when there is none."""
    return _with(id_index=vault.blind(id_number, "id_number")).first()


def find_by_name(name: str) -> QuerySet[Person]:
    """Everyone of exactly this name. Part of a name finds nobody: sealed text can't be searched in."""
    return _with(name_index=vault.blind(name, "name"))


def search_masked(text: str, *, within: Q, most: int = 50) -> list[Person]:
    """Persons whose phone, ID number or whole name is ``text``, among those ``within`` allows.

    ``within`` is the gate's filter on ``place_path``. At most ``most``, nearest in the tree together.
    """
    found = NOTHING_TYPED
    for index, kind in (("phone_index", "phone"), ("id_index", "id_number"), ("name_index", "name")):
        if blinded := vault.blind(text, kind):
            found |= Q(**{index: blinded})
    return list(
        masked().filter(within, found).select_related("household__place").order_by("place_path", "pk")[:most]
    )


def _with(**index: bytes | None) -> QuerySet[Person]:
    if None in index.values():
        return masked().none()
    return masked().filter(**index, erased_at__isnull=True).order_by("pk")
