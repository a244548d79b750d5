"""Who sees how much of a case. The reporter is a stranger to everyone who does not need to know."""

from django.utils.translation import gettext as _

from tongxin.ground.people.masking import masked
from tongxin.ground.people.models import Look
from tongxin.ground.people.purposes import PURPOSES, Purpose, offered
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import sees
from tongxin.trades.cases.models import Attachment, Case


def may_read(case: Case, actor: Actor) -> bool:
    """Staff of the area, the reporter, and a unit that is summoned to it."""
    return sees(actor, case.place_path) or case.the("reporter", actor) or case.the("unit", actor)


def text_for(case: Case, actor: Actor) -> str:
    """The report as this actor may read it: units get it with telephone and identity numbers hidden."""
    if sees(actor, case.place_path) or case.the("reporter", actor):
        return case.text
    return masked(case.text) if case.the("unit", actor) else case.public_text


def reporter_line(case: Case, actor: Actor) -> str:
    """Who reported it, in one line: masked for the desk, "a resident" for everybody else."""
    if case.reporter is None:
        return _("a resident, no contact given")
    shown_to_unit = case.reporter_shares and case.the("unit", actor)
    if not (shown_to_unit or sees(actor, case.place_path, "person.read_masked")):
        return _("a resident")
    phone = case.reporter.phone_mask
    return f"{case.reporter.shown_name} {phone}".strip()


def purposes_for(case: Case, actor: Actor) -> list[Purpose]:
    """What for the actor may have the reporter's details opened; nothing for who may not at all.

    The desk may for every listed purpose. A unit at work on it may call, where the resident agreed to that;
    the agreement goes no further.
    """
    if case.reporter_id is None:
        return []
    if sees(actor, case.place_path, "person.unmask"):
        return offered()
    return [PURPOSES["call_back"]] if case.reporter_shares and case.the("unit", actor) else []


def who_looked(case: Case) -> list[Look]:
    """Everybody who had the reporter's details opened for this case, newest first; for the reporter to
    read.
    """
    looks = Look.objects.filter(person=case.reporter_id, noun="cases.case", thing_id=str(case.pk))
    return list(looks) if case.reporter_id is not None else []


def may_see_photo(attachment: Attachment, actor: Actor) -> bool:
    """Whoever may read the case; everybody, where staff made the photo public."""
    return attachment.public or may_read(attachment.case, actor)
