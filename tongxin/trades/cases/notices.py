"""What people are told of a case: short, warm, plain, and fit for a lock screen."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongxin.trades.cases.links import token_for
from tongxin.trades.cases.models import Case, Summons

WHERE = _("{place}, no. {number}")

TEXTS = {
    # -- to the resident
    "case.accept the:reporter": (_("We have taken your matter in"), _("No. {number}. We will tell you how it goes on.")),
    "case.decline the:reporter": (_("We can't take this one in"), _("No. {number}. Please read why; for 14 days you can object.")),
    "case.handle the:reporter": (_("The community is on it"), _("No. {number}. We do this one ourselves.")),
    "case.whistle the:reporter": (_("We have called the units in"), _("No. {number}. They have to sign in and answer; we follow it up.")),
    "case.progress the:reporter": (_("There is progress"), _("No. {number}. Have a look at how it stands.")),
    "case.report_done the:reporter": (_("It is done, we think"), _("No. {number}. You have the last word: is it really solved?")),
    "case.verify the:reporter": (_("We have checked it on the spot"), _("No. {number}. You have the last word: is it really solved?")),
    "case.lapse the:reporter": (_("We have closed your matter"), _("No. {number}. We did not hear from you. For 14 days you can still say that it is not solved.")),
    "case.merge the:reporter": (_("Somebody else has reported the same"), _("No. {number}. We handle both as one; your number goes on working.")),
    "case.unmerge the:reporter": (_("Your matter stands on its own again"), _("No. {number}. We look at it separately.")),
    "case.pause the:reporter": (_("We are waiting for something"), _("No. {number}. The clock stands still meanwhile; please read what for.")),
    "case.resume the:reporter": (_("It goes on"), _("No. {number}. The clock runs again.")),
    "case.grant_extension the:reporter": (_("It takes a little longer"), _("No. {number}. The street has granted more time; please read why.")),
    "case.reopen_by_street the:reporter": (_("We look at it once more"), _("No. {number}. The street has had it taken up again.")),
    "case.confirm_exclusion the:reporter": (_("Your matter is left out of the rates"), _("No. {number}. Please read on what ground. Your answer stays on record.")),
    # -- to the desk
    "case.born": (_("A new matter: {place}"), _("No. {number} waits to be taken in.")),
    "case.relocate": (_("A matter has come to your place: {place}"), _("No. {number} is yours now.")),
    "case.all_answered": (_("All units have answered"), _("{place}, no. {number}: please check on the spot.")),
    "case.none_left": (_("No unit is on it any more"), _("{place}, no. {number}: please decide again.")),
    "case.part_over": (_("A part of it is over"), _("{place}, no. {number}: please look whether the whole can go on.")),
    "case.verdict": (_("The resident has answered"), WHERE),
    "case.reopen": (_("The resident says: not right yet"), WHERE),
    "case.join": (_("One more reports the same: {place}"), _("No. {number} was joined by whoever reported it; please look whether that is right.")),
    "case.withdraw": (_("The resident has withdrawn it"), WHERE),
    "case.supply": (_("Something was added"), WHERE),
    "case.ask_copy": (_("Somebody asks for a copy of their data"), _("{place}, no. {number}: please make sure who it is and hand it out.")),
    "case.urge": (_("The resident asks to hurry"), WHERE),
    "case.supervise": (_("Supervised from above"), _("{place}, no. {number}: please read what is expected.")),
    "case.lapse": (_("Closed without the resident's word"), WHERE),
    "case.ask_extension": (_("More time is asked for"), _("{place}, no. {number}: please grant or refuse.")),
    "case.grant_extension": (_("More time is granted"), WHERE),
    "case.refuse_extension": (_("More time is refused"), WHERE),
    "case.propose_exclusion": (_("A second person is needed"), _("{place}, no. {number}: is it to be left out of the rates?")),
    "case.confirm_exclusion": (_("It is left out of the rates"), WHERE),
    "case.refuse_exclusion": (_("It stays in the rates"), WHERE),
    "case.send_back": (_("Not solved yet: please do it again"), WHERE),
    "case.verify": (_("The community has accepted the answer"), WHERE),
    "case.call_back": (_("The resident was called back"), WHERE),
    "case.late": (_("Late"), WHERE),
    # -- to a unit, and from it
    "summons.born": (_("You are summoned: {place}"), _("No. {number}. Please sign in, or say at once why it is not yours.")),
    "summons.sign_in": (_("The unit has signed in"), WHERE),
    "summons.arrive": (_("The unit is on site"), WHERE),
    "summons.unit_progress": (_("The unit reports progress"), WHERE),
    "summons.answer": (_("The unit has answered"), WHERE),
    "summons.dispute": (_("The unit returns the whistle"), _("{place}, no. {number}: please decide whose it is.")),
    "summons.uphold": (_("You are released"), _("No. {number}: the community agrees that it is not yours.")),
    "summons.reject": (_("It stays with you"), _("No. {number}: please read why. The clock has been running on.")),
    "summons.decide_release": (_("The street has decided: another unit"), WHERE),
    "summons.decide_keep": (_("The street has decided: it stays"), _("No. {number}: this is final. The clock has been running on.")),
    "summons.redo": (_("Please do it again"), _("No. {number}: please read what is missing.")),
    "summons.call_off": (_("You are not needed any more"), WHERE),
    "summons.fall_away": (_("The matter has ended"), _("No. {number}: nothing more to do for you.")),
    "summons.urge_unit": (_("Please hurry"), WHERE),
    "summons.ask_more_time": (_("A unit asks for more time"), _("{place}, no. {number}: please grant or refuse.")),
    "summons.grant_more_time": (_("You have more time"), WHERE),
    "summons.refuse_more_time": (_("No more time can be given"), _("No. {number}: please read why.")),
    "summons.late": (_("Late"), WHERE),
}  # fmt: skip

URGENT = ("summons.born", "summons.dispute")


def link(thing: Case | Summons, audience: str) -> str:
    """Where the audience reads on: the resident by number, a unit by its signed link, staff at the case."""
    if audience == "the:reporter":
        return reverse("cases:tracked", args=[thing.number])
    if audience == "the:unit" and isinstance(thing, Summons):
        return reverse("cases:linked", args=[token_for(thing)])
    number = thing.case.number if isinstance(thing, Summons) else thing.number
    return reverse("cases:case", args=[number])
