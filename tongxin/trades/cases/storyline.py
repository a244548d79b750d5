"""What happened to a case, told to its reporter in plain words. A step without words stays untold.

Where a step may lead to several states, "step state" has words of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.models import Journal
from tongxin.engine.flows.storyline import Moment, chronicle, who_of
from tongxin.engine.flows.words import retimed_words, step_label
from tongxin.ground.statements import Given, composed
from tongxin.trades.cases.models import Case, Summons

CASE_WORDS = {
    "born": _("You reported it"),
    "accept": _("The community has taken it on"),
    "decline": _("The community did not take it on"),
    "handle": _("The community is seeing to it itself"),
    "split": _("It was divided into parts, each of them seen to"),
    "part_over": _("A part of it is over"),
    "whistle": _("The community has called the units in charge"),
    "progress": _("How it stands"),
    "report_done": _("The work is done, says the community"),
    "all_answered": _("All units have answered; the community is checking"),
    "verify": _("The community has checked it on site"),
    "send_back": _("Not good enough: the work goes on"),
    "call_back": _("The community called you"),
    "call_back accepted": _("You told the community it is not solved: it was opened again"),
    "verdict": _("You said how it turned out"),
    "verdict accepted": _("You said it is not solved: it was opened again"),
    "lapse": _("Closed, as nobody could be reached"),
    "reopen": _("You had it opened again"),
    "reopen_by_street": _("The street had it opened again"),
    "withdraw": _("You withdrew it"),
    "merge": _("It was joined to another report of the same thing"),
    "join": _("You joined it to a report of the same thing"),
    "unmerge": _("It stands on its own again"),
    "supply": _("Something was added"),
    "urge": _("You urged"),
    "ask_copy": _("You asked for a copy of what is kept about you"),
    "supervise": _("The street is keeping an eye on it"),
    "pause": _("The clock is stopped"),
    "resume": _("The clock runs again"),
    "grant_extension": _("More time was granted"),
    "confirm_exclusion": _("It was left out of the rates"),
    "late": _("The promised time has passed"),
    "retimed": _("The promised time has moved"),
}
SUMMONS_WORDS = {
    "born": _("%(unit)s was called"),
    "sign_in": _("%(unit)s has signed in"),
    "arrive": _("%(unit)s is on site"),
    "unit_progress": _("%(unit)s reports"),
    "answer": _("%(unit)s has answered"),
    "dispute disputed": _("%(unit)s says it is not theirs; the community decides"),
    "dispute at_street": _("%(unit)s says it is not theirs; as it was returned before, the street decides"),
    "uphold": _("The community agrees: it is not for %(unit)s, another unit is called"),
    "decide_release": _("The street decided: another unit than %(unit)s does it"),
    "call_off": _("%(unit)s is not needed any more"),
    "reject": _("It stays with %(unit)s"),
    "decide_keep": _("The street decided: %(unit)s does it"),
    "redo": _("%(unit)s has to do it again"),
    "late": _("%(unit)s is late"),
}
# The same for others who read it: the reporter of a case that was joined to it, whoever has its link.
FOR_OTHERS = CASE_WORDS | {
    "born": _("It was reported"),
    "call_back": _("The community called whoever reported it"),
    "call_back accepted": _("Whoever reported it told the community it is not solved: it was opened again"),
    "verdict": _("Whoever reported it said how it turned out"),
    "verdict accepted": _("Whoever reported it said it is not solved: it was opened again"),
    "reopen": _("It was opened again at the reporter's wish"),
    "withdraw": _("It was withdrawn"),
    "join": _("It was joined to another report of the same thing"),
    "urge": _("The reporter asked to hurry"),
    "ask_copy": _("The reporter asked for a copy of their data"),
}
# Words from these steps are for the resident to read.
TOLD = {"decline", "progress", "report_done", "verify", "answer", "unit_progress", "pause", "supervise"}


def story(case: Case, *, own: bool = True) -> list[Moment]:
    """The reporter's timeline of a case and its summonses, oldest first. Two queries.

    Others than its reporter (not ``own``) read what happened, and nothing that was written.
    """
    summonses = {str(s.pk): s for s in Summons.objects.filter(case=case).select_related("organization")}
    return list(_told(_rows(case, list(summonses)), summonses, own=own))


def _rows(case: Case, summons_ids: list[str]) -> list[Journal]:
    """The journal of a case and of these summonses, oldest first."""
    return _journal(bool(summons_ids)).things(case=str(case.pk), summonses=summons_ids)


@composed
def _journal(with_units: bool) -> QuerySet[Journal]:
    own = Q(noun=Case.flow.noun, thing_id=Given("case"))
    of_units = Q(noun=Summons.flow.noun, thing_id__one_of=Given("summonses"))
    return Journal.objects.filter(own | of_units if with_units else own).order_by("at", "id")


def _told(rows: Iterable[Journal], summonses: dict[str, Summons], *, own: bool) -> Iterable[Moment]:
    of_case = CASE_WORDS if own else FOR_OTHERS
    for row in rows:
        of_unit = row.noun == Summons.flow.noun
        said = SUMMONS_WORDS if of_unit else of_case
        words = said.get(f"{row.step} {row.new}") or said.get(row.step)
        if words is None:
            continue
        title = str(words) % {"unit": summonses[row.thing_id].organization} if of_unit else str(words)
        written = (row.note or row.data.get("reason", "")) if own and row.step in TOLD else ""
        yield Moment(row.at, title, written or retimed_words(row))


@dataclass(frozen=True, slots=True)
class Chronicles:
    """The desk's timeline of a case, and that of each of its summonses by its key."""

    of_case: list[Moment]
    of_summons: dict[int, list[Moment]]


def chronicles(case: Case, summonses: Iterable[Summons]) -> Chronicles:
    """Both, oldest first. One query."""
    rows = _rows(case, [str(each.pk) for each in summonses])
    own = [row for row in rows if row.noun == Case.flow.noun]
    by_summons = {
        each.pk: chronicle(
            [row for row in rows if row.noun == Summons.flow.noun and row.thing_id == str(each.pk)],
            Summons.flow,
        )
        for each in summonses
    }
    return Chronicles(chronicle(own, Case.flow), by_summons)


def latest(case: Case) -> str:
    """The last thing that happened to a case or to one of its units, with who did it. Two queries."""
    ids = [str(pk) for pk in Summons.objects.filter(case=case).values_list("pk", flat=True)]
    row = _rows(case, ids)[-1]
    flow = Summons.flow if row.noun == Summons.flow.noun else Case.flow
    return " · ".join(str(each) for each in (step_label(flow, row.step), who_of(row)) if each)
