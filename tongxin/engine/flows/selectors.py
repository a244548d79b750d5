"""Reading what flows: what one can do, what has happened, what is due, whether the journal holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from tongxin.engine.flows import calendars, chain, clock, clocks, guard, registry
from tongxin.engine.flows.chain import Break
from tongxin.engine.flows.models import CalendarDay, Clock, Flowing, Journal, Promise, SweepFailure
from tongxin.engine.flows.models.journal import BY_ACCOUNT
from tongxin.engine.flows.table import Step
from tongxin.ground.posts.actors import Actor


@dataclass(frozen=True)
class Offer:
    """A step as one person meets it: a button, or the reason why there is none."""

    step: Step
    allowed: bool
    reason: object = ""


def taken_by(actor: Actor, noun: str) -> QuerySet[Journal]:
    """The rows that this account's steps left on things of a kind; by an index of their own."""
    return Journal.objects.filter(BY_ACCOUNT, actor_key=actor.key, noun=noun)


def available_steps(thing: Flowing, actor: Actor, now: datetime | None = None) -> list[Offer]:
    """Every step people can take from the thing's state, in the order of the table. Reads no
    database itself.
    """
    now = now or timezone.now()
    offers = []
    for step in thing.flow.steps_from(thing.state):
        if step.by_system:
            continue
        refusal = guard.whose(thing, step, actor) or guard.moment(thing, step, now)
        offers.append(Offer(step, refusal is None, refusal.reason if refusal else ""))
    return offers


def own_steps(thing: Flowing, actor: Actor, now: datetime | None = None) -> list[Offer]:
    """The steps that are this actor's to take from here; those of others are not offered at all. What is
    not possible at the moment carries its reason. Who and when are asked once each, as several steps share
    them.
    """
    now = now or timezone.now()
    theirs: dict[int, bool] = {}
    reasons: dict[int, object] = {}
    offers = []
    for step in thing.flow.steps_from(thing.state):
        who, when = id(step.who), id(step.only_if)
        if step.by_system:
            continue
        if who not in theirs:
            theirs[who] = step.who.allows(actor, thing)
        if not theirs[who]:
            continue
        if when not in reasons:
            refusal = guard.moment(thing, step, now)
            reasons[when] = refusal.reason if refusal else ""
        offers.append(Offer(step, not reasons[when], reasons[when]))
    return offers


def may(thing: Flowing, step: str, actor: Actor, now: datetime | None = None) -> bool:
    """Whether ``actor`` would be let through by ``taking``, its asks aside."""
    row = thing.flow.step(step)
    now = now or timezone.now()
    return (guard.whose(thing, row, actor) or guard.moment(thing, row, now)) is None


def timeline(thing: Flowing) -> list[Journal]:
    """Everything that happened to the thing, oldest first."""
    return list(Journal.objects.filter(noun=thing.noun, thing_id=thing.thing_id).order_by("seq"))


def clock_of(thing: Flowing) -> Clock | None:
    """The clock that runs or stands paused, with its pauses and extensions."""
    return clocks.running(thing).prefetch_related("pauses", "extensions").first()


def clocks_of(thing: Flowing) -> list[Clock]:
    """Every clock the thing has had, oldest first, with pauses and extensions."""
    rows = Clock.objects.filter(noun=thing.noun, thing_id=thing.thing_id)
    return list(rows.order_by("started_at", "pk").prefetch_related("pauses", "extensions"))


def time_left(row: Clock, now: datetime | None = None) -> timedelta:
    """Counted time until the clock is due, zero when it is late; what is left stays the same while paused."""
    now = now or timezone.now()
    standing = next((pause.since for pause in row.pauses.all() if pause.until is None), None)
    pauses = clocks.closed_pauses(row)
    return clock.elapsed(standing or now, row.due_at, row.unit, calendars.current(), pauses)


def verify(noun: str | None = None) -> Iterator[Break]:
    """The first broken link of each thing's journal, streamed; and things whose last rows are gone."""
    rows = Journal.objects.order_by("noun", "thing_id", "seq")
    if noun:
        rows = rows.filter(noun=noun)
    named = set()
    for broken in chain.breaks(rows.iterator(chunk_size=2000)):
        named.add((broken.noun, broken.thing_id))
        yield broken
    for flow in registry.flows():
        if noun in (None, flow.noun):
            yield from (cut for cut in _cut_off(flow.noun) if (cut.noun, cut.thing_id) not in named)


def verify_latest(count: int) -> list[Break]:
    """The first broken link of each thing that the latest ``count`` journal rows are about."""
    latest = Journal.objects.order_by("-pk").values_list("noun", "thing_id")[:count]
    things: dict[str, set[str]] = {}
    for noun, thing in latest:
        things.setdefault(noun, set()).add(thing)
    rows = Journal.objects.order_by("thing_id", "seq")
    chains = [rows.filter(noun=noun, thing_id__in=ids) for noun, ids in sorted(things.items())]
    return list(chain.breaks(row for each in chains for row in each.iterator(chunk_size=2000)))


def latest_moment(count: int) -> datetime | None:
    """The latest moment that the latest ``count`` journal rows speak of; None without any."""
    return max(Journal.objects.order_by("-pk").values_list("at", flat=True)[:count], default=None)


def promises_now(at: datetime | None = None) -> QuerySet[Promise]:
    """The promises in force, and those that begin later."""
    at = at or timezone.now()
    return Promise.objects.exclude(until__lte=at).order_by(
        "flow", "name", "category_path", "place_path", "urgency", "since"
    )


def promise_gaps() -> list[tuple[str, str]]:
    """Promises that a table speaks of and no row in force keeps, as (flow, promise): nothing would
    ever be due.
    """
    spoken = {
        (flow.name, state.promise) for flow in registry.flows() for state in flow.states if state.promise
    }
    general = promises_now().filter(category_path="", place_path="", urgency="", since__lte=timezone.now())
    kept = set(general.values_list("flow", "name"))
    return sorted(spoken - kept)


def calendar_gaps(now: datetime | None = None) -> list[int]:
    """The years, this one and the next, whose holidays nobody has entered."""
    return calendars.gaps(timezone.localdate(now))


def calendar_days(year: int) -> list[CalendarDay]:
    """The days of a year that differ from the weekly rule."""
    return list(CalendarDay.objects.filter(date__year=year))


def sweep_failures() -> list[SweepFailure]:
    """What the sweep could not do, the most often tried first."""
    return list(SweepFailure.objects.order_by("-attempts", "noun", "thing_id"))


def _cut_off(noun: str) -> Iterator[Break]:
    """Things at a higher version than their last journal row: the end of the chain was removed."""
    model = registry.model_of(noun)
    rows = Journal.objects.filter(noun=noun, thing_id=Cast(OuterRef("pk"), CharField())).order_by("-seq")
    things = model._base_manager.annotate(told=Coalesce(Subquery(rows.values("version")[:1]), 0))
    for thing in things.exclude(told=F("version")).only("pk", "version").iterator(chunk_size=2000):
        yield Break(noun, thing.thing_id, thing.told, f"rows up to version {thing.version} are missing")
