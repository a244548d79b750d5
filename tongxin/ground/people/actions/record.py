from tongxin.ground.columns import insert_all
from tongxin.ground.people.acting import Acting
from tongxin.ground.people.models import Account, Change, Person


def change(
    what: str, *, by: Acting, person: Person | None = None, account: Account | None = None, note: str = ""
) -> Change:
    """The record of one change, unsaved. ``note`` must not hold personal data."""
    return Change(
        by_key=by.key,
        by_name=by.name,
        what=what,
        person_id=person and person.pk,
        account_id=account and account.pk,
        note=note,
    )


def note_change(
    what: str, *, by: Acting, person: Person | None = None, account: Account | None = None, note: str = ""
) -> None:
    """Write one change down, in the caller's transaction."""
    insert_all([change(what, by=by, person=person, account=account, note=note)])
