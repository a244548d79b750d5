"""What was changed at a place, as its page tells it."""

from django.db.models import CharField, F, Func, JSONField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tongxin.ground.territory.models import Change, Place

WORDS = {
    "add": gettext_lazy("added"),
    "edit": gettext_lazy("changed"),
    "move": gettext_lazy("moved"),
    "close": pgettext_lazy("what was done to a place", "closed"),
    "reopen": gettext_lazy("opened again"),
    "outline": gettext_lazy("outline drawn"),
    "issue_code": gettext_lazy("code issued"),
    "revoke_code": gettext_lazy("code revoked"),
}
MOST = 20


def changes_of(place: Place) -> list[dict[str, object]]:
    """The latest changes, newest first, as a timeline takes them: when, what, who, from what to what."""
    found = Change.objects.filter(place_id=place.pk).defer("old", "new")
    recent = found.annotate(was=_without_outline("old"), now=_without_outline("new"))[:MOST]
    return [
        {
            "at": change.at,
            "title": WORDS.get(change.what, change.what),
            "who": change.by_name,
            "note": _note(change.what, change.was, change.now),
        }
        for change in recent
    ]


def _without_outline(field: str) -> Func:
    """An outline may have a hundred thousand points; it is drawn, not told."""
    outline = Cast(Value("outline"), CharField())
    return Func(F(field), outline, template="(%(expressions)s)", arg_joiner=" - ", output_field=JSONField())


def _note(what: str, was: dict, now: dict) -> str:
    if what == "move" and "full_name" in was:
        return f"{was['full_name']} → {now['full_name']}"
    if what == "edit":
        return "\n".join(_field(name, was.get(name), now[name]) for name in now)
    return now.get("reason", "")


def _field(name: str, was: object, now: object) -> str:
    told = {"field": Place._meta.get_field(name).verbose_name, "was": _said(was), "now": _said(now)}
    return _("%(field)s: %(was)s → %(now)s") % told


def _said(value: object) -> str:
    return "—" if value is None or value == "" else str(value)
