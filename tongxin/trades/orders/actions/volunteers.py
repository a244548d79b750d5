"""Joining, resting, leaving; what a volunteer can do, and the proofs of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows import journal
from tongxin.engine.flows.actions import BORN, begin, taking
from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.tickets import keys, numbers
from tongxin.ground.organizations.models import Organization
from tongxin.ground.people import actions as people
from tongxin.ground.people.models import Person
from tongxin.ground.posts import gates
from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.selectors import community_path_of
from tongxin.trades.orders.choices import Tongue
from tongxin.trades.orders.models import Hours, Proof, ServiceKind, Skill, Volunteer
from tongxin.trades.orders.models.volunteer import MOST_OPEN, OVER

OF_AGE = 18
YOUNGEST = 8
CONSENT = "volunteer"
Usual = tuple[int, time, time]


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
        _write_hours(volunteer, usual)
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
    """A volunteer's own strengths, interests, languages, usual times and places, as they are from now on."""
    if not volunteer.is_spoken_for_by(by):
        gates.require(by, "volunteer.admit", volunteer.place_path)
    chosen = {"skills": list(skills), "interests": list(interests), "tongues": list(tongues)}
    if errors := offered_problems(**chosen, hours=(usual := list(hours)), most_open=most_open):
        raise Incomplete(errors)
    with transaction.atomic():
        locked = Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer.pk)
        locked.skills, locked.interests, locked.tongues = chosen.values()
        locked.most_open = most_open
        locked.save(update_fields=["skills", "interests", "tongues", "most_open"])
        locked.places.set(places)
        _write_hours(locked, usual)
    volunteer.refresh_from_db()
    return volunteer


def admit(volunteer: Volunteer, *, by: Actor, **step: Any) -> Volunteer:
    """The community knows them now."""
    with taking(volunteer, "admit", by=by, **step):
        pass
    return volunteer


def turn_down(volunteer: Volunteer, *, by: Actor, reason: str, **step: Any) -> Volunteer:
    """Not admitted; the reason is for them alone, and what they agreed to does not hold any more."""
    with taking(volunteer, "turn_down", by=by, data={"reason": reason}, **step) as locked:
        locked.refusal = reason.strip()
        if locked.person is not None:
            people.withdraw_consent(locked.person, CONSENT, by=by)
    return volunteer


def rest(volunteer: Volunteer, *, by: Actor, **step: Any) -> Volunteer:
    """A rest: nothing is offered meanwhile."""
    with taking(volunteer, "rest", by=by, **step):
        pass
    return volunteer


def come_back(volunteer: Volunteer, *, by: Actor, **step: Any) -> Volunteer:
    with taking(volunteer, "come_back", by=by, **step):
        pass
    return volunteer


def leave(volunteer: Volunteer, *, by: Actor, **step: Any) -> Volunteer:
    """They leave. What they say of themselves is emptied, links end, the consent is taken back; their hours
    stay as counts, and the vault may erase the person. A member's report to the community ends that day.
    """
    with taking(volunteer, "leave", by=by, **step) as locked:
        locked.left_at = locked.taken.now
        locked.skills, locked.interests, locked.tongues = [], [], []
        locked.link_round += 1
        locked.calendar_key = None
        locked.hours.all().delete()
        locked.places.clear()
        # A report from a later day on never begins.
        ends = Greatest("since", Value(timezone.localdate(locked.left_at)))
        locked.registrations.filter(until__isnull=True).update(until=ends, ended_by=by.key)
        locked.proofs.filter(withdrawn_at__isnull=True).update(withdrawn_at=locked.left_at)
        if locked.person is not None:
            people.withdraw_consent(locked.person, CONSENT, by=by)
    return volunteer


def attest(
    volunteer: Volunteer, *, by: Actor, skill: str, until: datetime, document: str, **step: Any
) -> Proof:
    """Staff have seen the paper that proves a skill; a newer one replaces the older."""
    data = {"skill": skill, "until": until, "document": document}
    with taking(volunteer, "attest", by=by, data=data, **step) as locked:
        now = locked.taken.now
        if until <= now:
            raise Incomplete({"until": _("This paper has run out already.")})
        locked.proofs.filter(skill=skill, withdrawn_at__isnull=True).update(withdrawn_at=now)
        return Proof.objects.create(
            volunteer=locked,
            skill_id=skill,
            document=document.strip(),
            until=timezone.localdate(until),
            seen_at=now,
            seen_by=by.key,
        )


def take_away(volunteer: Volunteer, *, by: Actor, skill: str, reason: str, **step: Any) -> Volunteer:
    """A proof does not count any more; the reason is for the volunteer."""
    with taking(volunteer, "take_away", by=by, data={"skill": skill, "reason": reason}, **step) as locked:
        locked.proofs.filter(skill=skill, withdrawn_at__isnull=True).update(withdrawn_at=locked.taken.now)
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


def _write_hours(volunteer: Volunteer, hours: list[Usual]) -> None:
    volunteer.hours.all().delete()
    Hours.objects.bulk_create(
        Hours(volunteer=volunteer, weekday=day, since=since, until=until) for day, since, until in hours
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
