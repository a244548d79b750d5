from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from tongxin.ground.people.acting import Acting, role_at
from tongxin.ground.people.identity import Identity
from tongxin.ground.people.models import Look, Person
from tongxin.ground.people.purposes import PURPOSES
from tongxin.ground.people.refusals import Gone, Invalid


@transaction.atomic(durable=True)
def unmask(
    person: Person, *, by: Acting, purpose: str, about: models.Model | None = None, reference: str = ""
) -> Identity:
    """See what is sealed about one person, for one of the listed purposes. The only way to see it.

    The look is committed before anything is returned, so it takes one person at a time and refuses to run
    inside another transaction. ``about`` is the thing it is for (a case); ``reference`` names the written
    request where the purpose asks for one. Whoever calls has asked the gate for ``person.unmask``.
    Raises Invalid (purpose, reference) and Gone.
    """
    listed = PURPOSES.get(purpose)
    if listed is None:
        raise Invalid({"purpose": _("Please say what you need it for.")})
    if listed.system_only and not by.is_system:
        raise Invalid({"purpose": _("Only the system itself sends messages for this purpose.")})
    if listed.reference and not reference.strip():
        raise Invalid({"reference": listed.reference})
    fresh = Person.objects.only("pk", "place_path", "erased_at", *listed.parts).get(pk=person.pk)
    if fresh.erased_at:
        raise Gone
    Look.objects.create(
        person=fresh,
        actor_key=by.key,
        actor_name=by.name,
        actor_role=role_at(by, fresh.place_path),
        purpose=purpose,
        reference=reference.strip(),
        parts=" ".join(listed.parts),
        noun=about._meta.label_lower if about else "",
        thing_id=str(about.pk) if about else "",
        place_path=fresh.place_path,
    )
    return Identity(**{part: getattr(fresh, part).reveal() for part in listed.parts})
