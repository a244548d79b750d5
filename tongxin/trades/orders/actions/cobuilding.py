"""Units and members report to a community; resources, projects and needs are named."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows import journal
from tongxin.engine.flows.refusals import Incomplete
from tongxin.ground.organizations.dates import in_force
from tongxin.ground.organizations.models import Coverage, Organization
from tongxin.ground.posts import gates
from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.paths import WIDTH, below
from tongxin.trades.orders.choices import Means
from tongxin.trades.orders.models import (
    MemberRegistration,
    Need,
    Project,
    Resource,
    UnitRegistration,
    Volunteer,
)

VERB = "pairing.edit"
ASKED = ("proposed", "agreed")


def register_unit(
    unit: Organization, community: Place, *, by: Actor, since: dt.date | None = None
) -> UnitRegistration:
    """A unit reports to a community. Raises Incomplete for a place that is no community, a unit that has
    ended or serves another district only, and for a second registration.
    """
    gates.require(by, VERB, community.path)
    since = since or timezone.localdate()
    if community.level.code != "community":
        raise Incomplete({"community": _("Units report to a community; please choose one.")})
    if unit.until is not None and unit.until <= since:
        raise Incomplete({"unit": _("This unit no longer exists.")})
    served = Coverage.objects.filter(in_force(since), organization=unit)
    if served.exists() and not served.filter(below("place_path", community.path[:WIDTH])).exists():
        raise Incomplete({"unit": _("This unit belongs to another district.")})
    row = UnitRegistration(
        unit=unit, community=community, place_path=community.path, since=since, registered_by=by.key
    )
    return _kept(row, "unit", _("This unit is registered with this community already."))


def register_member(
    volunteer: Volunteer, *, by: Actor, unit: Organization | None = None, since: dt.date | None = None
) -> MemberRegistration:
    """A member at work reports to the community they live in, as one of its volunteers."""
    gates.require(by, VERB, volunteer.place_path)
    if volunteer.person_id is None or volunteer.state in ("refused", "left"):
        raise Incomplete({"volunteer": _("Members report as volunteers of their community.")})
    row = MemberRegistration(
        volunteer=volunteer,
        unit=unit or volunteer.unit,
        place_path=volunteer.place_path,
        since=since or timezone.localdate(),
        registered_by=by.key,
    )
    return _kept(row, "volunteer", _("This member is registered already."))


def end_registration(
    row: UnitRegistration | MemberRegistration, *, by: Actor, on: dt.date
) -> UnitRegistration | MemberRegistration:
    """The report ends: from ``on`` it no longer counts. Raises Incomplete for a day before it began or to
    come, and for a report that has ended already.
    """
    gates.require(by, VERB, row.place_path)
    if on > timezone.localdate():
        raise Incomplete({"on": _("Please choose today or an earlier day.")})
    if on < row.since:
        raise Incomplete({"on": _("The end can't be before the beginning.")})
    if not type(row).objects.filter(pk=row.pk, until=None).update(until=on, ended_by=by.key):
        raise Incomplete({"on": _("This report has ended already.")})
    row.until, row.ended_by = on, by.key
    return row


def offer_resource(
    registration: UnitRegistration,
    *,
    by: Actor,
    means: str,
    title: str,
    times: int = 1,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Resource:
    """Something the unit can give. By the unit itself, or the community for it."""
    if not by.organization_ids & {registration.unit_id}:
        gates.require(by, VERB, registration.place_path)
    since = since or timezone.localdate()
    errors = _named(means, title)
    if registration.until is not None:
        errors["title"] = _("This report has ended already.")
    if times < 1:
        errors["times"] = _("At least once.")
    if until is not None and until <= since:
        errors["until"] = _("The end has to be after the beginning.")
    if errors:
        raise Incomplete(errors)
    return Resource.objects.create(
        registration=registration, means=means, title=title.strip(), times=times, since=since, until=until
    )


def begin_project(
    community: Place, *, by: Actor, title: str, since: dt.date | None = None, until: dt.date | None = None
) -> Project:
    """A project of the community, to which needs may belong."""
    gates.require(by, VERB, community.path)
    if not title.strip():
        raise Incomplete({"title": _("Please say what it is.")})
    since = since or timezone.localdate()
    return Project.objects.create(
        place_path=community.path, title=title.strip()[:80], since=since, until=until
    )


def name_need(
    community: Place,
    *,
    by: Actor,
    means: str,
    title: str,
    by_day: dt.date,
    project: Project | None = None,
    on: dt.date | None = None,
) -> Need:
    """What the community needs, by a day."""
    gates.require(by, VERB, community.path)
    on = on or timezone.localdate()
    errors = _named(means, title)
    if by_day < on:
        errors["by_day"] = _("This time is past; please choose a later one.")
    if project is not None and project.place_path != community.path:
        errors["project"] = _("This project belongs to another community.")
    if errors:
        raise Incomplete(errors)
    return Need.objects.create(
        place_path=community.path,
        project=project,
        means=means,
        title=title.strip(),
        by_day=by_day,
        named_on=on,
    )


def drop_need(need: Need, *, by: Actor, reason: str, on: dt.date | None = None) -> Need:
    """The community does not need it any more; why is for its own people to read. Raises Incomplete without
    a reason, for a need that is met or dropped already, and while a unit is asked or has agreed.
    """
    gates.require(by, VERB, need.place_path)
    if not reason.strip():
        raise Incomplete({"reason": _("Please say why.")})
    with transaction.atomic():
        locked = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
        if locked.met_on or locked.dropped_on:
            raise Incomplete({"reason": _("This need is met already, or has been dropped.")})
        if locked.pairings.filter(state__in=ASKED).exists():
            raise Incomplete(
                {"reason": _("A unit is being asked, or has agreed; please call that off first.")}
            )
        locked.dropped_on = need.dropped_on = on or timezone.localdate()
        locked.save(update_fields=["dropped_on"])
        entry = journal.Entry(Need.NOUN, str(need.pk), "drop", by, timezone.now(), note=reason.strip())
        entry.place_path = need.place_path
        journal.write_one(entry)
    return need


def _named(means: str, title: str) -> dict[str, object]:
    errors: dict[str, object] = {}
    if means not in Means.values:
        errors["means"] = _("Please choose from the list.")
    if not title.strip():
        errors["title"] = _("Please say what it is.")
    elif len(title) > 80:
        errors["title"] = _("Please keep it under 80 characters.")
    return errors


def _kept(row, field: str, sentence: object):
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Incomplete({field: sentence}) from None
    return row
