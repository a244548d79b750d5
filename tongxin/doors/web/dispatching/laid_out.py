"""A planned week laid out for the page: by day and part of the day, and by volunteer."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tongxin.doors.web.dispatching import words
from tongxin.doors.web.dispatching.drafts import MOST, Draft
from tongxin.doors.web.dispatching.on_map import drawn, spot
from tongxin.doors.web.wording import day as day_words
from tongxin.insight.dispatching import slots
from tongxin.insight.dispatching.board import Board, Row, with_others
from tongxin.insight.dispatching.people import Busy, people
from tongxin.insight.dispatching.reading import Going
from tongxin.insight.planning import flows
from tongxin.trades.orders.glance import TONES
from tongxin.trades.orders.models import Order

MOST_PEOPLE = 60


def week(found: Board, draft: Draft) -> dict[str, object]:
    """What the page of the week shows."""
    monday = draft.monday
    of_day = [row for row in found.rows if _is_shown(row.slot, draft)]
    shown = with_others(found, of_day[:MOST], then=True)
    listed, more_people = people(found, MOST_PEOPLE)
    earlier, later = (Draft(monday + dt.timedelta(days=days)) for days in (-7, 7))
    groups = _groups(found, shown, [each for each in found.week.going if _is_shown(each.slot, draft)], draft)
    short = _short(found, draft)
    return {
        "board": found,
        "draft": draft,
        "whole": draft.on(None).address(),
        "monday": monday,
        "sunday": monday + dt.timedelta(days=6),
        "tabs": _tabs(found, draft),
        "groups": groups,
        "short": short,
        "map": drawn(found) if any(each["at"] for each in chain(short, *_lines(groups))) else None,
        "more": len(of_day) - len(shown),
        "hint": "" if found.made.exact else flows.HINT,
        "lost": [(each.pin.number, words.against(each, found.week)) for each in found.lost],
        "columns": _columns(draft),
        "people": [_person(each, draft) for each in listed],
        "more_people": more_people,
        "before": found.week.before,
        "earlier": earlier.address() if monday > slots.monday_of(timezone.localdate()) else "",
        "later": later.address(),
        "move_to": draft.address("move"),
        "send_to": draft.address("send"),
        "line_query": draft.query(),
    }


def first_day(found: Board) -> dt.date | None:
    """The first day of the week on which anything is planned or under way."""
    held = [each.slot for each in (*found.rows, *found.week.going)]
    return slots.day_of(min(held), found.week.monday) if held else None


def slot_of(found: Board, number: str) -> int | None:
    """When an order is planned, or else the first time it is wanted; None where there is nothing to plan."""
    order = next((each for each in found.week.orders.values() if each.number == number), None)
    if order is None:
        return None
    planned = next((row.slot for row in found.rows if row.order.pk == order.pk), None)
    return min(_wanted(found, order)) if planned is None else planned


def moved(found: Board, number: str) -> str:
    """What came of the move that was made last, as a sentence; nothing where there was none."""
    row = next((each for each in found.rows if each.order.number == number), None)
    if row is None or number not in {each.number for each in found.pins}:
        return ""
    who = _(", ").join(each.volunteer.shown for each in row.proposed)
    said = {"order": row.order, "when": words.when(row.slot, found.week.monday), "who": who}
    return _("Order %(order)s: %(when)s, by %(who)s. Nobody has been asked yet.") % said


def ask(row: Row, volunteer: int) -> str:
    """Where an order's step of asking is open with this volunteer ticked, and with the other one of two."""
    rest = [each.volunteer.pk for each in row.proposed][1:]
    asked = urlencode({"volunteers": [volunteer, *rest]}, doseq=True)
    return f"{reverse('orders:desk_step', args=[row.order.number, 'dispatch'])}?{asked}"


def _is_shown(slot: int, draft: Draft) -> bool:
    return draft.day is None or slots.day_of(slot, draft.monday) == draft.day


def _tabs(found: Board, draft: Draft) -> list[dict[str, object]]:
    days = [draft.monday + dt.timedelta(days=number) for number in range(7)]
    counts = dict.fromkeys(days, 0)
    lacking = {slots.day_of(slot, draft.monday) for each in found.short for slot in _wanted(found, each)}
    for each in (*found.rows, *found.week.going):
        counts[slots.day_of(each.slot, draft.monday)] += 1
    whole = {
        "label": _("The whole week"),
        "href": draft.on(None).address(),
        "current": draft.day is None,
        "count": len(found.rows) + len(found.week.going),
    }
    return [
        whole,
        *(
            {
                "label": day_words(day),
                "href": draft.on(day).address(),
                "current": day == draft.day,
                "count": counts[day],
            }
            for day in days
            if counts[day] or day in lacking or day == draft.day
        ),
    ]


def _groups(
    found: Board, rows: Sequence[Row], going: Iterable[Going], draft: Draft
) -> list[dict[str, object]]:
    """The orders under the part of the day they are proposed for, or under way in."""
    groups: dict[int, dict[str, list]] = defaultdict(lambda: {"rows": [], "going": []})
    by_hand = {pin.number for pin in found.pins}
    for row in rows:
        proposed = [each.volunteer.pk for each in row.proposed]
        missing = row.places - len(row.proposed)
        groups[row.slot]["rows"].append(
            {
                "row": row,
                "choosers": [{"options": words.options(row.choices), "chosen": each} for each in proposed],
                "was": ".".join(map(str, proposed)),
                "missing": missing,
                "ticked": not missing and row.order.number not in draft.held,
                "by_hand": row.order.number in by_hand,
                "at": spot(found, row.order),
            }
        )
    for each in going:
        groups[each.slot]["going"].append(
            {
                "going": each,
                "tone": TONES.get(each.order.state, "waiting"),
                "at": spot(found, each.order),
            }
        )
    return [{"when": words.when(slot, draft.monday), "slot": slot, **groups[slot]} for slot in sorted(groups)]


def _lines(groups: Iterable[dict]) -> Iterator[list[dict]]:
    return (each for group in groups for each in (group["rows"], group["going"]))


def _short(found: Board, draft: Draft) -> list[dict[str, object]]:
    """The orders that nobody was found for, with the times they are wanted; ``slot`` is the first of them."""
    planned = {row.order.pk for row in found.rows}
    listed = []
    for order in found.short:
        wanted = [slot for slot in sorted(_wanted(found, order)) if _is_shown(slot, draft)]
        if wanted and order.pk not in planned:
            times = [words.when(slot, draft.monday) for slot in wanted]
            listed.append({"order": order, "slot": wanted[0], "times": times, "at": spot(found, order)})
    return listed


def _wanted(found: Board, order: Order) -> frozenset[int]:
    return next(job.slots for job in found.week.jobs if job.key == order.pk)


def _columns(draft: Draft) -> list[str]:
    """The heads of the volunteers' table: the days of the week, or the parts of one day with their hours."""
    if draft.day is None:
        return [day_words(draft.monday + dt.timedelta(days=number)) for number in range(7)]
    return [f"{words.PARTS[name]} {first}–{last}" for name, first, last in slots.PARTS]


def _person(busy: Busy, draft: Draft) -> dict[str, object]:
    """A volunteer's line: by day its three parts, or of one day each part by itself."""
    marks = [
        {"mark": mark, "part": words.PARTS[slots.part_of(mark.slot)]}
        for mark in busy.marks
        if _is_shown(mark.slot, draft)
    ]
    step = slots.A_DAY if draft.day is None else 1
    cells = [marks[at : at + step] for at in range(0, len(marks), step)]
    return {"busy": busy, "cells": list(zip(_columns(draft), cells, strict=True))}
