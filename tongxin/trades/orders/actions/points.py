"""A place gives points for confirmed hours, or stops. Dated rows: none is rewritten, none begins earlier."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows import journal
from tongxin.engine.flows.refusals import Incomplete
from tongxin.ground.posts import gates
from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory.models import Place
from tongxin.trades.orders.models import PointRule, ServiceKind

VERB = "volunteer.points"
NOUN = "orders.points"
MOST = 20


def switch_points_on(
    place: Place,
    *,
    by: Actor,
    per_hour: int,
    words: str,
    by_kind: Mapping[str, int] | None = None,
    since: dt.date | None = None,
    now: dt.datetime | None = None,
) -> PointRule:
    """Give points at a place and below from a day on (today); a rule that stands there ends that day.

    Raises Incomplete: no words, a number that is none, a day in the past, a later rule. Forbidden without
    the right there.
    """
    gates.require(by, VERB, place.path, at=place.full_name)
    now = now or timezone.now()
    today = timezone.localdate(now)
    since, kinds = since or today, dict(by_kind or {})
    if errors := _wrong(per_hour, words, kinds, since, today):
        raise Incomplete(errors)
    with transaction.atomic():
        journal.lock_chain(NOUN, place.path)
        _end(place, since, by)
        rule = PointRule.objects.create(
            place=place,
            place_path=place.path,
            per_hour=per_hour,
            by_kind=kinds,
            words=words.strip(),
            since=since,
            set_by=by.key,
        )
        _write_down("on", rule, by, now)
    return rule


def switch_points_off(rule: PointRule, *, by: Actor, until: dt.date | None = None) -> PointRule:
    """No points for hours confirmed from a day on (today). Those of before stay as they are."""
    gates.require(by, VERB, rule.place_path, at=rule.place.full_name)
    until = until or timezone.localdate()
    if until < timezone.localdate():
        raise Incomplete({"until": _("Please choose today or a later day.")})
    with transaction.atomic():
        journal.lock_chain(NOUN, rule.place_path)
        PointRule.objects.filter(pk=rule.pk).update(until=max(until, rule.since), ended_by=by.key)
        rule.refresh_from_db()
        _write_down("off", rule, by, timezone.now())
    return rule


def _wrong(per_hour: int, words: str, kinds: dict[str, int], since: dt.date, today: dt.date) -> dict:
    errors: dict[str, object] = {}
    if not 1 <= per_hour <= MOST:
        errors["per_hour"] = _("Please choose between 1 and 20.")
    if any(not 0 <= number <= MOST for number in kinds.values()):
        errors["by_kind"] = _("Please choose between 0 and 20.")
    if kinds and set(kinds) - set(ServiceKind.objects.values_list("code", flat=True)):
        errors["by_kind"] = _("One of these services is not on the menu.")
    if not words.strip():
        errors["words"] = _("Please say what they are for, so that everybody knows beforehand.")
    if since < today:
        errors["since"] = _("Please choose today or a later day.")
    return errors


def _end(place: Place, day: dt.date, by: Actor) -> None:
    standing = PointRule.objects.filter(place=place, until__isnull=True)
    if standing.filter(since__gt=day).exists():
        raise Incomplete({"since": _("A rule that begins later stands here already; please end it first.")})
    standing.update(until=day, ended_by=by.key)
    if PointRule.objects.filter(place=place, since__lte=day, until__gt=day).exists():
        raise Incomplete({"since": _("The rule before it is still in force that day.")})


def _write_down(step: str, rule: PointRule, by: Actor, at: dt.datetime) -> None:
    facts = {"id": rule.pk, "per_hour": rule.per_hour, "since": rule.since, "until": rule.until}
    entry = journal.Entry(NOUN, rule.place_path, step, by, at, place_path=rule.place_path, data=facts)
    journal.write_one(entry)
