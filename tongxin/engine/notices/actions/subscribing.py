"""Who is told of a thing besides those it names itself."""

from tongxin.engine.flows.models import Flowing
from tongxin.engine.notices.models import Subscription
from tongxin.ground.people.models import Person


def subscribe(thing: Flowing, person: Person) -> Subscription:
    """Tell ``person`` whatever the thing's reporter is told: their report was joined to it. Twice is once."""
    row, _created = Subscription.objects.get_or_create(
        noun=thing.noun, thing_id=thing.thing_id, person=person
    )
    return row


def unsubscribe(thing: Flowing, person: Person) -> None:
    """Stop telling ``person``; nothing happens for someone who was not told."""
    Subscription.objects.filter(noun=thing.noun, thing_id=thing.thing_id, person=person).delete()
