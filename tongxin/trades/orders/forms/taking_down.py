"""What the desk writes down for somebody who phones or comes by: the five questions on one page."""

from collections.abc import Sequence
from itertools import groupby
from uuid import uuid4

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongxin.ground.organizations.dates import in_force
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import scope
from tongxin.ground.territory.paths import ancestors_of
from tongxin.ground.territory.picking import PicksPlaces, PlaceField, area_q
from tongxin.trades.orders.actions.intake import LONGEST_TEXT
from tongxin.trades.orders.choices import Haste, Shelf, Way
from tongxin.trades.orders.forms.ordering import ReachForm, WhenForm, WhomForm
from tongxin.trades.orders.models import ServiceKind
from tongxin.trades.orders.selectors.menu import on_menu

VERB = "order.order_for"
SPOKEN = (Way.PHONE, Way.DESK, Way.VISIT)


class OrderForForm(PicksPlaces, WhenForm, WhomForm, ReachForm):
    """With how they came, what it is and where. ``cleaned_data`` has ``service``, None for a wish."""

    way = forms.ChoiceField(
        label=gettext_lazy("How did they come?"),
        choices=[(way.value, way.label) for way in SPOKEN],
        initial=Way.PHONE,
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label=gettext_lazy("Service"), required=False)
    text = forms.CharField(
        label=gettext_lazy("In their own words"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
        help_text=gettext_lazy("For a wish, or what should be known besides."),
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("How urgent is it?"),
        choices=Haste.choices,
        initial=Haste.NORMAL,
        widget=forms.RadioSelect,
    )
    where = PlaceField(
        label=gettext_lazy("Where is it?"),
        help_text=gettext_lazy("Community, estate, building, stairwell, or the code on the door."),
    )
    client_key = forms.CharField(
        widget=forms.HiddenInput, min_length=16, max_length=64, initial=lambda: uuid4().hex
    )
    first = ("way", "name", "phone", "kind", "text", "urgency", "where")
    last = ("whom", "other_name", "other_phone", "address_note", "tongue", "photos")

    def __init__(self, *args: object, actor: Actor, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        tops = scope(actor, VERB)
        self.fields["name"].label = _("Name of whoever orders")
        self.fields["where"].narrow(tops, VERB)
        self.fields["kind"].choices = _choices(tops)

    def before(self) -> list[forms.BoundField]:
        """The fields above the wanted times."""
        return [self[name] for name in self.first]

    def after(self) -> list[forms.BoundField]:
        """The fields below them."""
        return [self[name] for name in self.last]

    def clean(self) -> dict[str, object]:
        code, picked = self.cleaned_data.get("kind", ""), self.cleaned_data.get("where")
        service = on_menu(picked.place, code) if picked and code else None
        if picked and code and service is None:
            self.add_error("kind", _("This service is not on the menu here."))
        if not code and not self.cleaned_data.get("text") and not {"kind", "text"} & self.errors.keys():
            self.add_error("text", _("Please say in a few words what is wished for."))
        if service and service.sensitive and self.cleaned_data.get("photos"):
            self.add_error("photos", _("For this service no photos are kept; please send it without."))
        self.minutes = service.minutes if service else 0
        return super().clean() | {"service": service}


def _choices(tops: Sequence[str]) -> list[tuple[object, object]]:
    """The services on the menus of these areas by shelf, each code once, behind the wish."""
    above = {path for top in tops if top for path in ancestors_of(top)}
    here = Q(place_path="") | Q(place_path__in=above) | area_q(tops, "place_path")
    found = ServiceKind.objects.filter(here, in_force(timezone.localdate()))
    named = {kind.code: kind for kind in found}
    ordered = sorted(
        named.values(), key=lambda kind: (Shelf.values.index(kind.shelf), kind.position, kind.code)
    )
    shelves = groupby(ordered, key=lambda kind: kind.get_shelf_display())
    listed = [(shelf, [(kind.code, kind.title) for kind in kinds]) for shelf, kinds in shelves]
    return [("", _("A wish, in their own words")), *listed]
