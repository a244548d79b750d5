"""Somebody offers to help: on the web, at the desk, or from a list that the community answers for."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows import journal
from tongxin.engine.flows.actions import BORN, begin
from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.tickets import keys, numbers
from tongxin.ground.organizations.models import Organization
from tongxin.ground.people import actions as people
from tongxin.ground.people.models import Person
from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.selectors import community_path_of
from tongxin.trades.orders.actions.describing import Usual, offered_problems, write_hours
from tongxin.trades.orders.models import Hours, Proof, Volunteer
from tongxin.trades.orders.models.volunteer import MOST_OPEN, OVER

OF_AGE = 18
YOUNGEST = 8
CONSENT = "volunteer"


class KnownAlready(Incomplete):
    """They are registered; the desk may say so, a public page may not."""


def join(
    *,
    home: Place,
    by: Actor,
    person: Person | None = None,
    organization: Organization | None = None,
    channel: str = "web",
    guardian: bool = False,
    skills: Iterable[str] = (),
    interests: Iterable[str] = (),
    tongues: Iterable[str] = (),
    hours: Iterable[Usual] = (),
    places: Iterable[Place] = (),
    unit: Organization | None = None,
    member: bool = False,
    most_open: int = MOST_OPEN,
    now: datetime | None = None,
) -> Volunteer:
    """A person or an organisation offers to help; the community admits them. A person agrees to the text on
    volunteers' details; for one under 18 a guardian does. Raises Incomplete.
    """
    now = now or timezone.now()
    chosen = {"skills": list(skills), "interests": list(interests), "tongues": list(tongues)}
    errors = offered_problems(**chosen, hours=(usual := list(hours)), most_open=most_open)
    if (person is None) == (organization is None):
        errors["person"] = _("Please say who joins: one person, or one organisation.")
    errors |= age_problem(person.born if person else None, guardian, now)
    if errors:
        raise Incomplete(errors)
    with transaction.atomic():
        _refuse_twice(person, organization)
        if person is not None:
            people.give_consent(person, CONSENT, channel=channel, guardian=guardian, by=by)
        community = community_path_of(home)
        volunteer = Volunteer(
            pk=(key := keys.reserve(Volunteer)),
            number=numbers.number_for(key, numbers.VOLUNTEERS),
            person=person,
            organization=organization,
            home=home,
            home_path=home.path,
            place_path=community,
            guardian=guardian,
            unit=unit,
            member=member,
            most_open=most_open,
            joined_at=now,
            **chosen,
        )
        begin(volunteer, by=by, now=now, data={"skills": chosen["skills"]})
        volunteer.places.set(places)
        write_hours(volunteer, usual)
    return volunteer


def take_in(rows: Sequence[Mapping[str, Any]], *, by: Actor) -> list[Volunteer]:
    """Volunteers who were there before, from a list that the community answers for: admitted already.

    Each row has ``home``, ``joined_at``, ``person`` or ``organization``, and may have what ``join`` takes,
    with ``proofs`` as (skill, last day, document). Each gets the two journal rows of joining and being
    admitted. Whoever is a person agreed on paper, which is written down.
    """
    made = [_drafted(row) for row in rows]
    with transaction.atomic():
        Volunteer.objects.bulk_create(made)
        for version, step, old, new in ((1, BORN, "", "joined"), (2, "admit", "joined", "active")):
            journal.write(
                [
                    journal.Entry.about(v, step, by=by, at=v.joined_at, old=old, new=new, version=version)
                    for v in made
                ]
            )
        Proof.objects.bulk_create(
            Proof(
                volunteer=each,
                skill_id=skill,
                until=until,
                document=paper,
                seen_at=each.joined_at,
                seen_by=by.key,
            )
            for each, row in zip(made, rows, strict=True)
            for skill, until, paper in row.get("proofs", ())
        )
        Hours.objects.bulk_create(
            Hours(volunteer=each, weekday=day, since=since, until=until)
            for each, row in zip(made, rows, strict=True)
            for day, since, until in row.get("hours", ())
        )
        for volunteer in made:
            if volunteer.person is not None:
                people.give_consent(
                    volunteer.person, CONSENT, channel="paper", guardian=volunteer.guardian, by=by
                )
    return made


def _drafted(row: Mapping[str, Any]) -> Volunteer:
    known = {name: value for name, value in row.items() if name not in ("proofs", "hours")}
    key, home = keys.reserve(Volunteer), row["home"]
    return Volunteer(
        pk=key,
        number=numbers.number_for(key, numbers.VOLUNTEERS),
        home_path=home.path,
        place_path=known.pop("community_path", None) or community_path_of(home),
        state="active",
        state_since=row["joined_at"],
        version=2,
        **known,
    )


def age_problem(born: int | None, guardian: bool, now: datetime) -> dict[str, object]:
    """What a year of birth says against joining; nothing where it is not known."""
    age = OF_AGE if born is None else timezone.localdate(now).year - born
    if age < YOUNGEST:
        return {"person": _("Children join from the age of eight, together with a parent.")}
    if age < OF_AGE and not guardian:
        return {"guardian": _("For somebody under 18 a parent or guardian must agree.")}
    return {}


def _refuse_twice(person: Person | None, organization: Organization | None) -> None:
    whose = {"person": person} if person else {"organization": organization}
    ((_name, joiner),) = whose.items()
    type(joiner).objects.select_for_update(no_key=True).get(pk=joiner.pk)  # the second of two waits here
    if Volunteer.objects.filter(**whose).exclude(state__in=OVER).exists():
        raise KnownAlready({"person": _("They are registered already.")})
