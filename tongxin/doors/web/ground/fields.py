"""Places as people write them."""

from contextlib import suppress
from itertools import takewhile
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongxin.ground.territory import paths, selectors
from tongxin.ground.territory.models import Place

MOST = 200


class PlaceField(forms.CharField):
    """A place by its division code, its number (1.2.15) or its full name; gives the place."""

    def clean(self, value: object) -> Place | None:
        text = super().clean(value)
        if not text:
            return None
        found = list(exactly(text)[:2])
        if len(found) != 1:
            several = _("Several places are called that; use the number or the code.")
            raise forms.ValidationError(several if found else _("There is no such place."))
        return found[0]


class PlacesField(forms.CharField):
    """Places, one a line, each by code, number, name or words of its full name; gives a list of places.

    ``area`` says which places can be meant at all. Of several that fit, a single widest one is meant.
    """

    widget = forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"})
    area = Q()

    def clean(self, value: object) -> list[Place]:
        lines = list(dict.fromkeys(filter(None, map(str.strip, super().clean(value).splitlines()))))
        if len(lines) > MOST:
            raise forms.ValidationError(_("At most %(most)d places at once."), params={"most": MOST})
        found = {line: self._meant(line) for line in lines}
        wrong = [line for line, places in found.items() if len(places) != 1]
        if wrong:
            raise forms.ValidationError([self._sentence(line, found[line]) for line in wrong])
        return list({places[0].pk: places[0] for places in found.values()}.values())

    def _meant(self, line: str) -> list[Place]:
        if known := list(exactly(line).filter(self.area)[:2]):
            return known
        fitting = list(selectors.search(line).filter(self.area)[:MOST])
        return list(takewhile(lambda place: place.level_id == fitting[0].level_id, fitting))

    def _sentence(self, line: str, places: list[Place]) -> forms.ValidationError:
        if places:
            said = _("“%(line)s” could be %(one)s or %(other)s; write more of its name, or its number.")
            return forms.ValidationError(said, params={"line": line, "one": places[0], "other": places[1]})
        return forms.ValidationError(_("There is no place “%(line)s” in your area."), params={"line": line})


def exactly(text: str) -> Any:
    """The open places with just this division code, number or full name."""
    wanted = Q(code=text) | Q(full_name=text)
    with suppress(ValueError):  # no number: a code or a name then
        wanted |= Q(path=paths.from_steps(text))
    return Place.objects.filter(wanted, until=None).select_related("level").defer("outline")
