"""The desk's menu: what a post may do, and nothing else."""

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from tongxin.engine.notices.selectors import unread_count
from tongxin.ground.posts.actors import NOBODY, SYSTEM, Actor
from tongxin.ground.posts.gates import has_anywhere


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu: where it leads, and the verb one needs somewhere to be shown it. ``jump`` is the
    letter that leads there after ``g``.
    """

    label: object
    url_name: str
    verb: str
    jump: str = ""


INBOX, QUEUE = "notices:inbox", "cases:queue"
ENTRIES = (
    Entry(_("First steps"), "web:first_steps", "account.confirm"),
    Entry(_("Queue"), QUEUE, "case.read", "c"),
    Entry(_("Map"), "cases:map", "case.read", "m"),
    Entry(_("Orders"), "orders:queue", "order.read", "o"),
    Entry(_("Volunteers"), "orders:volunteers", "volunteer.read"),
    Entry(_("Co-building"), "orders:pairings", "pairing.edit"),
    Entry(_("Asked of us"), "cases:summonses", "case.answer", "u"),
    Entry(_("Communities ask us"), "orders:asked_of_us", "order.take"),
    Entry(_("Notices"), INBOX, "notice.read", "i"),
    Entry(_("Places"), "territory:index", "territory.read", "p"),
    Entry(_("Organisations"), "organizations:index", "organization.read"),
    Entry(_("Posts"), "posts:index", "organization.read"),
    Entry(_("People"), "people:index", "person.read_masked"),
    Entry(_("Accounts"), "people:accounts", "account.confirm"),
    Entry(_("Whose task"), "cases:duties", "duty.read"),
    Entry(_("Calendar and promises"), "flows:calendar", "promise.edit"),
    Entry(_("Take in a file"), "exchange:index", "case.accept"),
    Entry(_("Figures"), "indicators:index", "figures.read", "f"),
)


def address(url_name: str) -> str:
    """The address of a named page, or nothing where that room is not installed."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def entries_for(request: HttpRequest) -> list[dict[str, object]]:
    """The menu for whoever asks: ``{label, href, current, count, jump, searched}`` each, with what is unread;
    what is searched from the head of each page is the queue, for those who have one.
    """
    actor = getattr(request, "actor", NOBODY)
    shown = _shown(SYSTEM if actor.is_system else Actor("", holdings=actor.holdings))
    here = max((href for _entry, href in shown if request.path.startswith(href)), key=len, default="")
    return [
        {
            "label": entry.label,
            "href": href,
            "current": href == here,
            "jump": entry.jump,
            "searched": entry.url_name == QUEUE,
            "count": unread_count(actor) if entry.url_name == INBOX else 0,
        }
        for entry, href in shown
    ]


@lru_cache
def _shown(actor: Actor) -> list[tuple[Entry, str]]:
    """The entries of somebody with these posts, each with its address, where its room is installed."""
    mine = [(entry, address(entry.url_name)) for entry in ENTRIES if has_anywhere(actor, entry.verb)]
    return [(entry, href) for entry, href in mine if href]
