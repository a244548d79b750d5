"""The desk takes a case in, or not; puts it right; joins it to another or splits it."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.actions import taking
from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.tickets import numbers
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import sees
from tongxin.ground.statements import Given, composed
from tongxin.ground.territory.models import Place
from tongxin.trades.cases.actions.calling_off import call_off_all
from tongxin.trades.cases.actions.intake import Reported, put_at, report
from tongxin.trades.cases.actions.together import ending
from tongxin.trades.cases.choices import Urgency
from tongxin.trades.cases.models import Attachment, Case, Category

MOST_CHILDREN = 20


def accept(case: Case, *, by: Actor, category: Category | int, urgency: str, **step: Any) -> Case:
    """The desk takes the case in and says what it is about and how urgent."""
    found = _category(category)
    with taking(case, "accept", by=by, data={"category": found.pk, "urgency": urgency}, **step) as locked:
        _classify(locked, found, urgency)
    return case


def decline(case: Case, *, by: Actor, reason: str, **step: Any) -> Case:
    """The desk does not take it in; the resident reads the reason and may have it reopened for 14 days."""
    with ending(case, "decline", by=by, data={"reason": reason}, **step) as locked:
        locked.closed_at = locked.taken.now
    return case


def reclassify(case: Case, *, by: Actor, category: Category | int, urgency: str, **step: Any) -> Case:
    """Another category or urgency. The running clock keeps its terms; the promises that follow are the new
    ones.
    """
    found = _category(category)
    data = {"category": found.pk, "urgency": urgency}
    with taking(case, "reclassify", by=by, data=data, **step) as locked:
        locked.taken.data["was"] = {"category": locked.category_id, "urgency": locked.urgency}
        _classify(locked, found, urgency)
    return case


def relocate(case: Case, *, by: Actor, place: Place | int, reason: str, **step: Any) -> Case:
    """Another place; from now on it is the desk of that place that has the turn, and is told so."""
    found = place if isinstance(place, Place) else Place.objects.filter(pk=place).first()
    if found is None:
        raise Incomplete({"place": _("Please choose a place.")})
    with taking(case, "relocate", by=by, data={"place": found.pk, "reason": reason}, **step) as locked:
        locked.taken.data["was"] = {"place": locked.place_id}
        put_at(locked, found)
    return case


def merge(case: Case, *, by: Actor, into: str, note: str = "", **step: Any) -> Case:
    """Join a duplicate to another case. Its number goes on working and leads there; its reporter is told of
    that one.

    ``into`` is the other case's number. What was joined to this one before moves along.
    """
    master = _master(case, into, by)
    data = {"into": master.number}
    with ending(case, "merge", by=by, note=note, data=data, **step) as locked:
        along = Case.objects.filter(duplicate_of=locked)
        locked.taken.data["along"] = list(along.values_list("number", flat=True))
        along.update(duplicate_of=master)
        locked.duplicate_of, locked.closed_at = master, locked.taken.now
        call_off_all(locked, now=locked.taken.now)
    return case


def unmerge(case: Case, *, by: Actor, reason: str, **step: Any) -> Case:
    """It was no duplicate after all: it stands on its own again, at the desk."""
    with taking(case, "unmerge", by=by, data={"reason": reason}, **step) as locked:
        locked.taken.data["from"] = locked.duplicate_of.number
        locked.duplicate_of, locked.closed_at = None, None
    return case


def split(case: Case, *, by: Actor, texts: str, now: datetime | None = None, **step: Any) -> list[Case]:
    """One child case for each line of ``texts``, at the same place and for the same reporter.

    The parent can't be finished while a child is open.
    """
    lines = [line.strip() for line in texts.splitlines() if line.strip()]
    if not 2 <= len(lines) <= MOST_CHILDREN:
        raise Incomplete({"texts": _("Please write two to twenty lines, one for each child case.")})
    with taking(case, "split", by=by, data={"texts": texts}, now=now, **step) as locked:
        children = [_child(locked, line, by=by, now=locked.taken.now).case for line in lines]
        locked.taken.data["children"] = [child.number for child in children]
    return children


def publish(
    case: Case, *, by: Actor, public_text: str = "", shown: list[int] | None = None, **step: Any
) -> Case:
    """What everybody may read of it, and which photos; an empty text hides both."""
    chosen = [int(pk) for pk in shown or []] if public_text.strip() else []
    data = {"public_text": public_text, "shown": chosen}
    with taking(case, "publish", by=by, data=data, **step) as locked:
        locked.public_text = public_text.strip()
        Attachment.objects.filter(case=locked).update(public=False)
        Attachment.objects.filter(case=locked, pk__in=chosen).update(public=True)
    return case


def _category(category: Category | int) -> Category:
    if isinstance(category, Category):
        return category
    found = _category_in_use().things(pk=int(category)) if str(category).isdecimal() else []
    if not found:
        raise Incomplete({"category": _("Please choose a category.")})
    return found[0]


@composed
def _category_in_use() -> QuerySet[Category]:
    return Category.objects.filter(pk=Given("pk"), active=True)


def _classify(case: Case, category: Category, urgency: str) -> None:
    case.category, case.category_path, case.urgency = category, category.path, Urgency(urgency).value


def _master(case: Case, into: str, by: Actor) -> Case:
    """The case the typed number means, or the one that was joined to; one the actor may read, and not
    itself.
    """
    number = numbers.parse(into)
    found = Case.objects.filter(number=number).select_related("duplicate_of").first() if number else None
    if found is not None and found.duplicate_of is not None:
        found = found.duplicate_of
    if found is None or not sees(by, found.place_path):
        raise Incomplete({"into": _("There is no case of that number here.")})
    if found.pk == case.pk:
        raise Incomplete({"into": _("A case can't be joined to itself.")})
    return found


def _child(parent: Case, text: str, *, by: Actor, now: datetime) -> Reported:
    return report(
        place=parent.place,
        text=text,
        by=by,
        channel=parent.channel,
        reporter=parent.reporter,
        category=parent.category,
        urgency=parent.urgency,
        address_note=parent.address_note,
        parent=parent,
        now=now,
    )
