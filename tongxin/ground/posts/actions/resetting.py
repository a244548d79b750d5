from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tongxin.ground.organizations.dates import today
from tongxin.ground.people import actions as people
from tongxin.ground.people.models import Account, FactorReset
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.models import Post
from tongxin.ground.posts.roles import ROLES

# Whoever takes over such an account reads residents' identities, audits those who do, or is the second
# person for the next account.
FOR_TWO = frozenset({"person.unmask", "journal.verify", "account.confirm"})


@transaction.atomic
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


@transaction.atomic
def reset_password(account: Account, *, by: Actor) -> str | None:
    """The secret of a link by which the holder sets a password; None for an account for two.

    There a second person decides, as for ``reset_second_factor``. Raises Invalid likewise, and for a closed
    account.
    """
    if _is_for_two(account):
        people.ask_reset(account, factor=FactorReset.Factor.PASSWORD, by=by)
        return None
    return people.reset_password(account, by=by)


def end_links_made_alone(filled: Iterable[Post], *, by: Actor) -> None:
    """Where these posts make an account one for two, the password links of before end with that."""
    given = [post for post in filled if _opens_for_two(post.role)]
    if not given:
        return
    holders = Q(pk__in={post.account_id for post in given}) | Q(person__in={post.person_id for post in given})
    living = Q(reset_links__used_at=None, reset_links__expires_at__gt=timezone.now())
    people.end_password_links(Account.objects.filter(holders, living).distinct(), by=by)


def _is_for_two(account: Account) -> bool:
    """Whether a post it or its person holds, now or later, opens identities, audits, or helps accounts.

    Locks the account: a post given at the same time is seen, or ends the link that is being made.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    mine = Q(account=account)
    if account.person_id:
        mine |= Q(person=account.person_id)
    held = Post.objects.filter(mine).exclude(until__lte=today()).values_list("role", flat=True)
    return any(_opens_for_two(role) for role in held)


def _opens_for_two(role: str) -> bool:
    return bool(ROLES[role].verbs & FOR_TWO)
