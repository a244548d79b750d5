from tongxin.ground.organizations.dates import in_force, today
from tongxin.ground.people import actions as people
from tongxin.ground.people.models import Account
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.models import Post
from tongxin.ground.posts.roles import ROLES

# Whoever takes over such an account reads residents' identities, or audits those who do.
FOR_TWO = frozenset({"person.unmask", "journal.verify"})


def reset_second_factor(account: Account, *, by: Actor) -> bool:
    """Take an account's second factors away, for someone who lost the device; whether that is done.

    Where one of its posts opens identities or audits it is only asked for: a second person decides by
    ``people.actions.decide_reset``. Raises Invalid where it is asked for already.
    """
    held = Post.objects.filter(in_force(today()), account=account).values_list("role", flat=True)
    if any(ROLES[role].verbs & FOR_TWO for role in held):
        people.ask_reset(account, by=by)
        return False
    people.reset_second_factor(account, by=by)
    return True
