"""When a step of a case or a summons may be taken: pure questions to the thing and the hour."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.table import condition

REOPEN_WITHIN = timedelta(days=14)


@condition(
    _("The 14 days in which it can be reopened are over. If it is not right again, please report it anew.")
)
def within_14_days(case, now: datetime) -> bool:
    """Natural days, counted from the moment the case was closed or not accepted."""
    return now <= case.state_since + REOPEN_WITHIN


@condition(_("The resident has had the last word already, or the 14 days are over."))
def may_still_judge(case, now: datetime) -> bool:
    """At once while the word is awaited; for 14 days where the case was closed without it."""
    return case.state != "closed" or (case.solved is None and within_14_days(case, now))


@condition(_("You have urged today already; we saw it."))
def not_urged_today(thing, now: datetime) -> bool:
    """At most once a calendar day in the office's zone."""
    return _on_an_earlier_day(thing.urged_at, now)


@condition(
    _(
        "You asked for it today already; or you left neither name nor number, and nothing more is kept about "
        "you than what stands here."
    )
)
def copy_to_ask(case, now: datetime) -> bool:
    """At most once a calendar day; whoever reported it without a contact is not known to us."""
    return case.reporter_id is not None and _on_an_earlier_day(case.copy_asked_at, now)


@condition(_("Parts of it are still being seen to."))
def no_open_children(case, now: datetime) -> bool:
    """A parent can't be finished before its children."""
    return not case.has_open_children()


@condition(_("The clock is already paused."))
def running(thing, now: datetime) -> bool:
    return thing.paused_at is None


@condition(_("The clock is not paused."))
def paused(thing, now: datetime) -> bool:
    return thing.paused_at is not None


@condition(_("More time has been asked for already."))
def no_extension_asked(thing, now: datetime) -> bool:
    return thing.extension_asked is None


@condition(_("Nobody has asked for more time."))
def extension_asked(thing, now: datetime) -> bool:
    return thing.extension_asked is not None


@condition(_("The time for returning it is over, or the street has decided."))
def may_return(summons, now: datetime) -> bool:
    """Returning a whistle has its own limit; what the street decided is final."""
    return not summons.final and (summons.dispute_until is None or now <= summons.dispute_until)


@condition(_("It is left out already, or a proposal is waiting."))
def counted(case, now: datetime) -> bool:
    return case.exclusion_state == ""


@condition(_("Nothing has been proposed."))
def exclusion_proposed(case, now: datetime) -> bool:
    return case.exclusion_state == "proposed"


def _on_an_earlier_day(last: datetime | None, now: datetime) -> bool:
    """Whether it was never, or before today in the office's zone."""
    return last is None or timezone.localtime(last).date() < timezone.localtime(now).date()
