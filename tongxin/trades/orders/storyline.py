"""What happened to an order, told to whoever ordered it in plain words. A step without words stays untold."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.models import Journal
from tongxin.engine.flows.selectors import timeline
from tongxin.engine.flows.storyline import Moment
from tongxin.engine.flows.words import moment_words, retimed_words
from tongxin.trades.orders.models import Order

WORDS = {
    "born": _("It was ordered"),
    "accept": _("The community has taken it on"),
    "refuse": _("The community could not take it on"),
    "turn_into_case": _("It goes on as a report"),
    "open_up": _("Volunteers near you may take it now"),
    "take": _("A volunteer has taken it"),
    "dispatch": _("Volunteers have been asked"),
    "agree": _("A volunteer has agreed to come"),
    "widen": _("Volunteers further afield are asked"),
    "widen_now": _("Volunteers further afield are asked"),
    "fall_back": _("Nobody was free: the community does it itself"),
    "do_ourselves": _("The community does it itself"),
    "schedule": _("The time was agreed: %(when)s"),
    "move": _("Another time is being agreed"),
    "set_out": _("Somebody set out to you"),
    "finish": _("It was done"),
    "finish_ourselves": _("It was done by the community"),
    "hand_back": _("Whoever took it can't come after all; somebody else is sought"),
    "agree_swap": _("Somebody else comes instead"),
    "recall": _("Somebody else is sought"),
    "no_show": _("Nobody came; somebody else is sought"),
    "change": _("Other times were wished for"),
    "cancel": _("It was cancelled"),
    "rate": _("You said how it was"),
    "lapse": _("No word came; the community closes it"),
    "close": _("The community closed it"),
    "late": _("The promised time has passed"),
    "retimed": _("The promised time has moved"),
}
# What was written with these steps is for whoever ordered to read.
TOLD = {"finish", "finish_ourselves", "do_ourselves", "turn_into_case", "schedule"}


def story(order: Order) -> list[Moment]:
    """The timeline of an order, oldest first. One query."""
    return list(_told(timeline(order)))


def _told(rows: Iterable[Journal]) -> Iterable[Moment]:
    for row in rows:
        if row.step in WORDS:
            title = str(WORDS[row.step])
            yield Moment(
                row.at,
                title % {"when": _when(row)} if row.step == "schedule" else title,
                row.note if row.step in TOLD else retimed_words(row),
                tone="late" if row.step == "late" else "",
            )


def _when(row: Journal) -> str:
    agreed = row.data.get("starts_at", "")
    return moment_words(timezone.localtime(datetime.fromisoformat(agreed))) if agreed else ""
