from tongxin.ground.organizations.dates import in_force, today
from tongxin.ground.people import actions as people
from tongxin.ground.people.models import Account, FactorReset
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.models import Post
from tongxin.ground.posts.roles import ROLES

# Whoever takes over such an account reads residents' identities, audits those who do, or is the second
# person for the next account.
FOR_TWO = frozenset({"person.unmask", "journal.verify", "account.confirm"})


def reset_second_factor(account: Account, *, by: Actor) -> bool:
    """Take an account's second factors away, for someone who lost the device; whether that is done.

    An account for two is only asked for: a second person decides by ``people.actions.decide_reset``.
    Raises Invalid where it is asked for already.
    """
    if _is_for_two(account):
        people.ask_reset(account, by=by)
        return False
    people.reset_second_factor(account, by=by)
    return True


def reset_password(account: Account, *, by: Actor) -> str | None:
    """The secret of a link by which the holder sets a password; None for an account for two.

    There a second person decides, as for ``reset_second_factor``. Raises Invalid likewise, and for a closed
    account.
    """
    if _is_for_two(account):
        people.ask_reset(account, factor=FactorReset.Factor.PASSWORD, by=by)
        return None
    return people.reset_password(account, by=by)


def _is_for_two(account: Account) -> bool:
    """Whether a post it holds opens identities, audits, or helps other accounts."""
    held = Post.objects.filter(in_force(today()), account=account).values_list("role", flat=True)
    return any(ROLES[role].verbs & FOR_TWO for role in held)
