from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tongxin.ground.territory.actions.record import hold_tree, note
from tongxin.ground.territory.by import By
from tongxin.ground.territory.errors import Refused
from tongxin.ground.territory.models import Level, Place


def add_level(*, code: str, name: str, name_en: str, rank: int, by: By, in_address: bool = False) -> Level:
    """A new level between others; ``rank`` says where: larger is deeper. Raises Refused."""
    with transaction.atomic():
        hold_tree()
        level = Level(code=code, name=name.strip(), name_en=name_en.strip(), rank=rank, in_address=in_address)
        if not code.isidentifier() or not code.isascii():
            raise Refused(_("The code of a level is a word of Latin letters, digits and underscores."))
        if Level.objects.filter(Q(code=code) | Q(rank=rank)).exists():
            raise Refused(_("Another level has this code or this rank."))
        _refuse_name(level)
        level.save(force_insert=True)
        note("add_level", by=by, new={"code": code, "name": level.name, "rank": rank})
    return level


def rename_level(level: Level, *, name: str, name_en: str, by: By) -> Level:
    """Call a level otherwise; nothing else changes. Raises Refused."""
    with transaction.atomic():
        hold_tree()
        level = Level.objects.get(pk=level.pk)
        old = {"name": level.name, "name_en": level.name_en}
        level.name, level.name_en = name.strip(), name_en.strip()
        _refuse_name(level)
        level.save(update_fields=["name", "name_en"])
        note("rename_level", by=by, old=old, new={"name": level.name, "name_en": level.name_en})
    return level


def rank_level(level: Level, *, rank: int, by: By) -> Level:
    """Put a level above or below others. Raises Refused where a place would then stand under a deeper one."""
    with transaction.atomic():
        hold_tree()
        level = Level.objects.get(pk=level.pk)
        if Level.objects.filter(rank=rank).exclude(pk=level.pk).exists():
            raise Refused(_("Another level has this code or this rank."))
        above = Place.objects.filter(level=level, parent__level__rank__gte=rank)
        below = Place.objects.filter(parent__level=level, level__rank__lte=rank)
        if (found := above.first() or below.first()) is not None:
            raise Refused(_("%(place)s would stand under a deeper place.") % {"place": found.full_name})
        old, level.rank = level.rank, rank
        level.save(update_fields=["rank"])
        note("rank_level", by=by, old={"code": level.code, "rank": old}, new={"rank": rank})
    return level


def reuse_level(level: Level, *, by: By) -> Level:
    """Take a retired level into use again."""
    with transaction.atomic():
        hold_tree()
        Level.objects.filter(pk=level.pk).update(active=True)
        note("reuse_level", by=by, new={"code": level.code})
    level.active = True
    return level


def revise_level(level: Level, *, name: str, name_en: str, rank: int, active: bool, by: By) -> Level:
    """Name, rank and use of a level as given, all or nothing; what is the same stays. Raises Refused."""
    with transaction.atomic():
        if (name.strip(), name_en.strip()) != (level.name, level.name_en):
            rename_level(level, name=name, name_en=name_en, by=by)
        if rank != level.rank:
            rank_level(level, rank=rank, by=by)
        if active != level.active:
            (reuse_level if active else retire_level)(level, by=by)
    return Level.objects.get(pk=level.pk)


def retire_level(level: Level, *, by: By) -> Level:
    """Take a level out of use for new places. Raises Refused while open places stand on it."""
    with transaction.atomic():
        hold_tree()
        if Place.objects.filter(level=level, until=None).exists():
            raise Refused(_("There are still open places of the level “%(level)s”.") % {"level": level.title})
        Level.objects.filter(pk=level.pk).update(active=False)
        note("retire_level", by=by, old={"code": level.code})
    level.active = False
    return level


def _refuse_name(level: Level) -> None:
    if not level.name or len(level.name) > 32 or not level.name_en or len(level.name_en) > 64:
        raise Refused(_("A level needs a Chinese name (32 characters) and an English one (64)."))
    if Level.objects.filter(Q(name=level.name) | Q(name_en=level.name_en)).exclude(pk=level.pk).exists():
        raise Refused(_("Another level is already called that."))
