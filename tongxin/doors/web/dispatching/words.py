"""What the plan says of itself: when, why this one, what follows from a no."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from tongxin.doors.web import wording
from tongxin.insight.dispatching import slots
from tongxin.insight.dispatching.board import Choice, Consequence
from tongxin.trades.orders.models import Order

PARTS = {
    "morning": pgettext_lazy("part of the day", "morning"),
    "afternoon": pgettext_lazy("part of the day", "afternoon"),
    "evening": pgettext_lazy("part of the day", "evening"),
}
EACH_OF_THEM = gettext_lazy("%(volunteer)s: %(because)s")


def when(slot: int, monday: dt.date) -> str:
    """A slot as one says it: "Tue 24 Nov, morning"."""
    day = wording.day(slots.day_of(slot, monday))
    return _("%(day)s, %(part)s") % {"day": day, "part": PARTS[slots.part_of(slot)]}


def because(choice: Choice, *, brief: bool = False) -> list[str]:
    """Why this volunteer, in short sentences, the load last; ``brief``: without what they did not say."""
    line, said = choice.line, []
    if line.known:
        said.append(_("has been there before"))
    if line.liked:
        said.append(_("likes to do this"))
    if line.metres:
        said.append(_("%(n)s m away") % {"n": wording.count(line.metres)})
    if not (choice.has_hours or brief):
        said.append(_("has named no usual times"))
    said.append(
        ngettext("%(n)d order on hand with it", "%(n)d orders on hand with it", choice.load)
        % {"n": choice.load}
    )
    return said


def in_one_line(choice: Choice) -> str:
    """A volunteer with the reasons, as an option of a list."""
    return EACH_OF_THEM % {
        "volunteer": choice.volunteer.shown,
        "because": _(", ").join(because(choice, brief=True)),
    }


def consequence(order: Order, found: Consequence) -> list[str]:
    """What changes when somebody says no to ``order``: first for it, then for others."""
    said = []
    for moved, _old, new in sorted(found.moved, key=lambda each: each[0].pk != order.pk):
        if new is None:
            said.append(_("Nobody would be left for order %(order)s.") % {"order": moved})
        elif moved.pk == order.pk:
            said.append(_("%(volunteer)s would be asked instead.") % {"volunteer": new.shown})
        else:
            words = {"volunteer": new.shown, "order": moved}
            said.append(_("%(volunteer)s would do order %(order)s instead.") % words)
    return said or [_("Nothing else would change.")]


def options(choices: Iterable[Choice]) -> list[tuple[int, str]]:
    return [(each.volunteer.pk, in_one_line(each)) for each in choices]
