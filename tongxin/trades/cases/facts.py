"""The facts of a case in words: whose turn it is, how it came, what it belongs to."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from tongxin.ground.territory.models import Place
from tongxin.trades.cases.models import Case, Summons

AT_UNITS = "whistled"
RETURNED = ("disputed", "at_street")
WAITED_FOR = ("issued", "signed_in", "on_site")


def turn_of(case: Case, summonses: Iterable[Summons]) -> object:
    """Whose turn it is: the units that have not answered yet by name, and who decides about a return; else
    the post; "" when nobody's.
    """
    turn = case.flow.state(case.state).turn
    if case.state == AT_UNITS:
        asked = list(summonses)
        names = [str(each.organization) for each in asked if each.state in WAITED_FOR]
        deciding = [str(each.current_state.turn.words) for each in asked if each.state in RETURNED]
        return _(", ").join(dict.fromkeys([*names, *deciding])) or (turn.words if turn else "")
    return turn.words if turn else ""


def facts_of(case: Case) -> list[dict]:
    """Label, value and address of what else is known; what does not apply is left out."""
    facts: list[tuple[str, object, str]] = [
        (_("Urgency"), case.get_urgency_display(), ""),
        (_("Came in by"), case.get_channel_display(), ""),
    ]
    if case.hops:
        facts.append((_("Units that passed it on"), case.hops, ""))
    if case.duplicate_of:
        facts.append((_("Joined to"), case.duplicate_of, _address(case.duplicate_of)))
    if case.parent:
        facts.append((_("Part of"), case.parent, _address(case.parent)))
    if case.exclusion_state:
        facts.append((_("Rates"), case.get_exclusion_state_display(), ""))
    return [{"label": label, "value": value, "href": href} for label, value, href in facts]


def community_of(case: Case) -> str:
    """The name of the community whose desk answers for it. One query."""
    found = Place.objects.filter(path=case.community_path).first()
    return found.full_name if found else ""


def _address(case: Case) -> str:
    return reverse("cases:case", args=[case.number])
