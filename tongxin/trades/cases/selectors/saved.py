"""What an account keeps for itself."""

from django.db.models import QuerySet

from tongxin.ground.posts.actors import Actor
from tongxin.ground.statements import Given, composed
from tongxin.trades.cases.models import SavedFilter


def saved_filters(actor: Actor) -> list[SavedFilter]:
    """The actor's own saved filters, oldest first; none for who has no account."""
    if actor.account_id is None:
        return []
    return _kept().things(account=actor.account_id)


@composed
def _kept() -> QuerySet[SavedFilter]:
    return SavedFilter.objects.filter(account=Given("account"))
