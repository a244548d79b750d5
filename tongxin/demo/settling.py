"""Plants the plan: places, organisations and estates, by the same actions an office uses."""

import datetime as dt
from dataclasses import dataclass

from tongxin.demo import bodies, zone
from tongxin.demo.bodies import Bodies, Body, EstatePlan
from tongxin.demo.shapes import shapes
from tongxin.ground.organizations import actions as organizations
from tongxin.ground.organizations.models import Estate, Organization
from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory import actions as territory
from tongxin.ground.territory.models import Place


@dataclass(frozen=True)
class Ground:
    """What stands on the ground of the demo zone, by the keys of the plan."""

    places: dict[str, Place]
    bodies: dict[str, Organization]
    estates: dict[str, Estate]
    plan: Bodies


def settle(*, seed: int, since: dt.date, by: Actor) -> Ground:
    """Create the whole zone as of ``since``; the same zone for the same seed."""
    rows = zone.plan(seed)
    places = _plant(rows, seed, since, by)
    plan = bodies.plan(rows, seed)
    founded = _found(plan.bodies, places, since, by)
    estates = _register(plan.estates, places, since, by)
    _record_facts(plan, founded, estates, since, by)
    return Ground(places, founded, estates, plan)


def _plant(rows: list[zone.Row], seed: int, since: dt.date, by: Actor) -> dict[str, Place]:
    drawn = shapes(rows, seed)
    planted = territory.plant(
        [
            {
                "key": row.key,
                "parent": row.parent,
                "level": row.level,
                "name": row.name,
                "code": row.code,
                "ordinal": row.ordinal,
                "households": row.households or None,
                "outline": drawn.outline(row.key),
                **drawn.point(row.key),
                "since": since,
            }
            for row in rows
        ],
        by=by,
    )
    return dict(zip((row.key for row in rows), planted, strict=True))


def _found(plan: list[Body], places: dict[str, Place], since: dt.date, by: Actor) -> dict[str, Organization]:
    """Parents before children, one statement batch a generation."""
    founded: dict[str, Organization] = {}
    waiting = list(plan)
    while waiting:
        ready = [body for body in waiting if body.parent is None or body.parent in founded]
        rows = [_organization_row(body, places, founded, since) for body in ready]
        made = organizations.found_organizations(rows, by=by)
        founded |= dict(zip((body.key for body in ready), made, strict=True))
        waiting = [body for body in waiting if body.key not in founded]
    return founded


def _organization_row(body: Body, places: dict, founded: dict, since: dt.date) -> dict:
    return {
        "kind": body.kind,
        "name": body.name,
        "parent": founded[body.parent] if body.parent else None,
        "phone": body.phone,
        "since": since,
        "places": [places[key] for key in body.covers],
        "has_members": body.has_members if body.kind == "property_company" else None,
    }


def _register(
    plan: list[EstatePlan], places: dict[str, Place], since: dt.date, by: Actor
) -> dict[str, Estate]:
    made = organizations.register_estates(
        [
            {
                "name": estate.name,
                "community": places[estate.community],
                "places": [places[key] for key in estate.buildings],
                "households": estate.households,
                "eligible_for_owners_committee": estate.eligible,
                "since": since,
            }
            for estate in plan
        ],
        by=by,
    )
    return dict(zip((estate.key for estate in plan), made, strict=True))


def _record_facts(plan: Bodies, founded: dict, estates: dict, since: dt.date, by: Actor) -> None:
    organizations.record_property_services(
        [
            {"estate": estates[e.key], "company": founded[e.company], "mode": "market", "since": since}
            for e in plan.estates
            if e.company
        ],
        by=by,
    )
    organizations.record_committees(
        [
            {"estate": estates[e.key], "organization": founded[e.committee], "formed_on": since}
            for e in plan.estates
            if e.committee
        ],
        by=by,
    )
    organizations.record_party_coverages(
        [
            {"organization": founded[e.committee], "how": e.party_way, "since": since}
            for e in plan.estates
            if e.party_way
        ],
        by=by,
    )
