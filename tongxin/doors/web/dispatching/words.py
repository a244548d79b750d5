"""What the plan says of itself: when, why this one, what follows from a no."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from tongxin.doors.web import wording
from tongxin.insight.dispatching import slots
from tongxin.insight.dispatching.board import Choice, Consequence
from tongxin.insight.dispatching.moving import Objection, Why
from tongxin.insight.dispatching.reading import Week
from tongxin.trades.orders.models import Order

PARTS = {
    "morning": pgettext_lazy("part of the day", "morning"),
    "afternoon": pgettext_lazy("part of the day", "afternoon"),
    "evening": pgettext_lazy("part of the day", "evening"),
}
NOT_A_CHOICE = gettext_lazy("This can't be chosen any more. Please choose again.")
AGAINST = {
    Why.GONE: gettext_lazy(
        "This order needs no plan in this week any more. Perhaps a colleague moved it on."
    ),
    Why.UNKNOWN: gettext_lazy("This volunteer can't be asked in this street at present."),
    Why.OWN: gettext_lazy("%(who)s ordered this, or it is for them; somebody else should do it."),
    Why.NOT_AGAIN: gettext_lazy("%(who)s has been asked for this one already, or has said no to it."),
    Why.AGE: gettext_lazy("This one is for older volunteers than %(who)s."),
    Why.STREET: gettext_lazy("%(who)s lives in another street."),
    Why.TONGUE: gettext_lazy("%(who)s does not speak the language that is needed."),
    Why.PROOF: gettext_lazy("%(who)s has not what this one takes: a strength, or a proof that is valid."),
    Why.BUSY: gettext_lazy("%(who)s has agreed to be somewhere else at that time."),
    Why.TWICE: gettext_lazy("%(who)s has been put down for order %(other)s at that time."),
    Why.FULL: gettext_lazy("%(who)s has as many orders as they want at a time."),
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
    if choice.is_usual is None and not brief:
        said.append(_("has named no usual times"))
    if choice.is_usual is False:
        said.append(_("usually has no time then"))
    said.append(
        ngettext("%(n)d order on hand with it", "%(n)d orders on hand with it", choice.load)
        % {"n": choice.load}
    )
    return said


def named(order: Order) -> str:
    """An order in a list of choices."""
    return f"{order} {order.title}"


def at_field(found: Objection) -> str:
    """The field of the move that an objection belongs to."""
    return {Why.GONE: "order", Why.NOT_WANTED: "slot"}.get(found.why, "who")


def against(found: Objection, week: Week) -> str:
    """Why a move can't be, as a sentence."""
    if found.why is Why.NOT_WANTED:
        job = next(each for each in week.jobs if each.key == found.order.pk)
        times = _("; ").join(when(slot, week.monday) for slot in sorted(job.slots))
        return _("It is wanted at another time: %(times)s. Agree on a new time at the order first.") % {
            "times": times
        }
    said = {"who": found.volunteer.shown if found.volunteer else "", "other": found.other or ""}
    return AGAINST[found.why] % said


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
            said.append(_("Order %(order)s would lack somebody.") % {"order": moved})
        elif moved.pk == order.pk:
            said.append(_("%(volunteer)s would be asked instead.") % {"volunteer": new.shown})
        else:
            words = {"volunteer": new.shown, "order": moved}
            said.append(_("%(volunteer)s would do order %(order)s instead.") % words)
    return said or [_("Nothing else would change.")]


def options(choices: Iterable[Choice]) -> list[tuple[int, str]]:
    return [(each.volunteer.pk, in_one_line(each)) for each in choices]
