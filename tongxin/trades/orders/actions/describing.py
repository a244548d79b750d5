"""What volunteers say of themselves: strengths, interests, languages, usual times, places."""

from collections.abc import Iterable
from datetime import time
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.refusals import Incomplete, NotNow
from tongxin.ground.posts import gates
from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory.models import Place
from tongxin.trades.orders.choices import Tongue
from tongxin.trades.orders.models import Hours, ServiceKind, Skill, Volunteer
from tongxin.trades.orders.models.volunteer import MOST_OPEN, OVER

Usual = tuple[int, time, time]


def describe(
    volunteer: Volunteer,
    *,
    by: Actor,
    skills: Iterable[str],
    interests: Iterable[str],
    tongues: Iterable[str],
    hours: Iterable[Usual],
    places: Iterable[Place] = (),
    most_open: int = MOST_OPEN,
) -> Volunteer:
    """A volunteer's own strengths, interests, languages, usual times and places, as they are from now on.

    Raises Incomplete with a sentence for each field; NotNow for who has left or was not admitted: what they
    said of themselves is not kept again.
    """
    if not volunteer.is_spoken_for_by(by):
        gates.require(by, "volunteer.admit", volunteer.place_path)
    chosen = {"skills": list(skills), "interests": list(interests), "tongues": list(tongues)}
    if errors := offered_problems(**chosen, hours=(usual := list(hours)), most_open=most_open):
        raise Incomplete(errors)
    with transaction.atomic():
        locked = Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer.pk)
        if locked.state in OVER:
            raise NotNow(_("This volunteer has left or was not admitted; nothing was changed."))
        locked.skills, locked.interests, locked.tongues = chosen.values()
        locked.most_open = most_open
        locked.save(update_fields=["skills", "interests", "tongues", "most_open"])
        locked.places.set(places)
        write_hours(locked, usual)
    volunteer.refresh_from_db()
    return volunteer


def offered_problems(*, skills, interests, tongues, hours, most_open) -> dict[str, object]:
    """What is wrong with what a volunteer says of themselves."""
    errors: dict[str, object] = {}
    if set(skills) - set(Skill.objects.values_list("code", flat=True)):
        errors["skills"] = _("One of these strengths is not on the list.")
    if set(interests) - set(ServiceKind.objects.values_list("code", flat=True)):
        errors["interests"] = _("One of these services is not on the menu.")
    if set(tongues) - set(Tongue.values):
        errors["tongues"] = _("This language is not on the list.")
    if any(not 1 <= day <= 7 or until <= since for day, since, until in hours):
        errors["hours"] = _("The end has to be after the beginning.")
    elif _overlap(hours):
        errors["hours"] = _("Two of these times overlap; please make one of them.")
    if not 1 <= most_open <= 10:
        errors["most_open"] = _("Please choose between 1 and 10.")
    return errors


def _overlap(hours: list[Usual]) -> bool:
    ordered = sorted(hours)
    return any(a[0] == b[0] and b[1] < a[2] for a, b in pairwise(ordered))


def write_hours(volunteer: Volunteer, hours: list[Usual]) -> None:
    volunteer.hours.all().delete()
    Hours.objects.bulk_create(
        Hours(volunteer=volunteer, weekday=day, since=since, until=until) for day, since, until in hours
    )
