"""The filters an account keeps for itself. Nobody else sees them, so nothing of them is journalled."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import Hidden
from tongxin.trades.cases.models import SavedFilter

MOST = 8
LONGEST = SavedFilter._meta.get_field("name").max_length


class NotSaved(Exception):
    """Why a filter can't be kept under that name; ``reason`` is the sentence for the field."""

    def __init__(self, reason: object) -> None:
        super().__init__(reason)
        self.reason = reason


def save_filter(*, by: Actor, name: str, query: str) -> SavedFilter:
    """Keep ``query`` under ``name``; the same name again takes the new query.

    Raises NotSaved for an empty or too long name, for a query kept under another name, and for more than
    MOST of them.
    """
    name, account = _checked(name), _account(by)
    with transaction.atomic():
        mine = list(SavedFilter.objects.select_for_update().filter(account_id=account))
        if any(each.query == query and each.name != name for each in mine):
            raise NotSaved(_("You keep exactly this already, under another name."))
        kept = next((each for each in mine if each.name == name), None)
        if kept is None and len(mine) >= MOST:
            raise NotSaved(_("Eight are enough to keep an eye on. Please remove one first."))
        kept = kept or SavedFilter(account_id=account, name=name)
        kept.query = query
        kept.save()
    return kept


def rename_filter(saved: SavedFilter, *, by: Actor, name: str) -> None:
    """Call it something else. Raises Hidden for another account's, NotSaved for a name that is taken."""
    _owned(saved, by).name = _checked(name)
    try:
        with transaction.atomic():
            saved.save(update_fields=["name"])
    except IntegrityError as taken:
        raise NotSaved(_("Another one has this name.")) from taken


def drop_filter(saved: SavedFilter, *, by: Actor) -> None:
    """Forget it. Raises Hidden for another account's."""
    _owned(saved, by).delete()


def _checked(name: str) -> str:
    name = " ".join(name.replace("\0", "").split())
    if not name:
        raise NotSaved(_("Please give it a name."))
    if len(name) > LONGEST:
        raise NotSaved(_("Please find a shorter name: at most 24 characters."))
    return name


def _account(by: Actor) -> int:
    if by.account_id is None:
        raise Hidden
    return by.account_id


def _owned(saved: SavedFilter, by: Actor) -> SavedFilter:
    if saved.account_id != _account(by):
        raise Hidden
    return saved
