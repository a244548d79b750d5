"""The facts of an order in words, and who takes or took part in it."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import sees
from tongxin.trades.orders.models import Engagement, Order, Skill
from tongxin.trades.orders.models.menu import VETTED


@dataclass(frozen=True)
class Part:
    """Somebody's part as the desk reads it: who, where their page is ("" for who may not look), how it
    stands in words, since when, until when they are vetted (only where that matters), whether it is over.
    """

    who: str
    href: str
    how: object
    at: datetime
    vetted_until: object
    over: bool


def facts_of(order: Order) -> list[dict[str, object]]:
    """Label, value and address of what it takes; what does not apply is left out. One query."""
    titles = {each.code: each.title for each in Skill.objects.filter(code__in=order.skills)}
    hours = ngettext("%(n)d minute", "%(n)d minutes", order.minutes) % {"n": order.minutes}
    persons = ngettext("%(n)d volunteer", "%(n)d volunteers", order.persons) % {"n": order.persons}
    facts: list[tuple[str, object, str]] = [
        (_("What it takes"), f"{persons} · {hours}", ""),
        (_("Urgency"), order.get_urgency_display(), ""),
        (_("Came in by"), order.get_way_display(), ""),
    ]
    if order.skills:
        facts.append((_("Skills needed"), _(", ").join(titles.get(code, code) for code in order.skills), ""))
    if order.tongue:
        facts.append((_("Language needed"), order.get_tongue_display(), ""))
    if order.standing_id:
        facts.append((_("Standing order"), order.standing.get_every_days_display(), ""))
    if order.case_number:
        facts.append((_("Goes on as"), order.case_number, reverse("cases:case", args=[order.case_number])))
    return [{"label": label, "value": value, "href": href} for label, value, href in facts]


def taking_part(order: Order, actor: Actor) -> list[Part]:
    """Everybody who was asked or took it, those in force first."""
    parts = sorted(order.engagements.all(), key=lambda each: (each.ended_at is not None, each.pk))
    may_look = sees(actor, order.place_path, "volunteer.read")
    return [_part(order, each, may_look) for each in parts]


def _part(order: Order, part: Engagement, may_look: bool) -> Part:
    volunteer = part.volunteer
    proofs = volunteer.proofs.all() if order.sensitive else []
    today = timezone.localdate()
    vetted = [each.until for each in proofs if each.skill_id == VETTED and each.holds_on(today)]
    person = volunteer.person_id if may_look else None
    return Part(
        volunteer.shown if may_look else str(volunteer),
        reverse("people:person", args=[person]) if person else "",
        _standing(part),
        part.ended_at or part.agreed_at or part.asked_at,
        max(vetted, default=None),
        part.ended_at is not None,
    )


def _standing(part: Engagement) -> object:
    if part.ended_at is not None:
        said = part.get_ending_display()
        if part.confirmed_minutes is not None:
            return _("%(how)s, %(n)d minutes confirmed") % {"how": said, "n": part.confirmed_minutes}
        return _("%(how)s, %(n)d minutes said") % {"how": said, "n": part.minutes} if part.minutes else said
    return _("will do it") if part.agreed_at else _("asked, no answer yet")
