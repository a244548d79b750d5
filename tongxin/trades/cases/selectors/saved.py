"""What an account keeps for itself."""

from tongxin.ground.posts.actors import Actor
from tongxin.trades.cases.models import SavedFilter


def saved_filters(actor: Actor) -> list[SavedFilter]:
    """The actor's own saved filters, oldest first; none for who has no account."""
    if actor.account_id is None:
        return []
    return list(SavedFilter.objects.filter(account_id=actor.account_id))
