"""How a component is drawn: it sees only what it is given, so it looks the same whenever that is the same."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.template import Template
from django.template.base import Node
from django.template.context import Context
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST_KEPT = 4000  # drawings of a row are about a kilobyte
# Compared with their types: 1 equals True, and a safe string equals the unsafe one.
PLAIN = frozenset({str, SafeString, int, bool, float, type(None), date, datetime, UUID})

_kept: dict[tuple, SafeString] = {}


class DrawnOnce(Node):
    """``{% drawn_once %}`` at the head of a component: what was drawn is kept for the same values, language
    and day.

    For rows and marks that lists draw by the hundred. Such a component knows no request, no form and no
    clock finer than the day. Values that are not plain (models, lists) are drawn anew.
    """

    def render(self, context: Context) -> str:
        return ""


def draw(context: Context, name: str, values: dict[str, object]) -> SafeString:
    """Render a component with ``values`` alone, plus ``request``, ``csrf_token`` and ``elder``.

    ``name`` is that of ``web/components/<name>.html``, or with a slash that of another room's template,
    such as ``cases/row``. ``same_for`` among the values: a tuple or word by which whoever draws it answers
    for it that the drawing is the same, in one language on one day; the other values are then not looked at.
    """
    template = _component(context, name)
    same_for = values.pop("same_for", None)
    if same_for is not None:
        key = (*_place(context, template), "same for", context.get("elder"), same_for)
        return _kept_or_drawn(context, template, key, values)
    return _once(context, template, _setting(context, template), values)


def draw_all(context: Context, name: str, rows: Iterable[dict[str, object]]) -> SafeString:
    """The same component for each of many values, one after the other: what rows share is found out once."""
    template = _component(context, name)
    setting = _setting(context, template)
    return SafeString("".join(_once(context, template, setting, values) for values in rows))


def _component(context: Context, name: str) -> Template:
    path = f"{name}.html" if "/" in name else f"web/components/{name}.html"
    return context.template.engine.get_template(path)


def _once(
    context: Context, template: Template, setting: tuple | None, values: dict[str, object]
) -> SafeString:
    key = _key(setting, values) if setting else None
    return _kept_or_drawn(context, template, key, values) if key else _drawn(context, template, values)


def _kept_or_drawn(context: Context, template: Template, key: tuple, values: dict[str, object]) -> SafeString:
    drawn = _kept.get(key)
    if drawn is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        drawn = _kept[key] = _drawn(context, template, values)
    return drawn


def _drawn(context: Context, template: Template, values: dict[str, object]) -> SafeString:
    passed = {key: context[key] for key in ("request", "csrf_token", "elder") if key in context}
    return template.render(context.new(passed | values))


def _is_drawn_once(template: Template) -> bool:
    """Whether the template says so of itself; found out once, as a template is parsed once."""
    if not hasattr(template, "is_drawn_once"):
        template.is_drawn_once = any(isinstance(node, DrawnOnce) for node in template.nodelist)
    return template.is_drawn_once


def _setting(context: Context, template: Template) -> tuple | None:
    """What a drawing depends on beside its values; None for a component that is drawn each time."""
    return _place(context, template) if _is_drawn_once(template) else None


def _place(context: Context, template: Template) -> tuple:
    return template.name, get_language(), timezone.localdate(), context.autoescape


def _key(setting: tuple, values: dict[str, object]) -> tuple | None:
    """What the drawing depends on; None where a value is not plain."""
    said = [str(value) if isinstance(value, Promise) else value for value in values.values()]
    kinds = tuple(map(type, said))
    if not PLAIN.issuperset(kinds):
        return None
    return *setting, *values, kinds, *said
