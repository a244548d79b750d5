"""The form that puts an order to somebody else, or into another part of the week. Dragging fills it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.doors.web.dispatching import words
from tongxin.insight.dispatching import slots
from tongxin.insight.dispatching.board import Board
from tongxin.insight.dispatching.moving import Pin, moved_to, objection


class MoveForm(forms.Form):
    """Which order, to whom, when. After ``is_valid`` the ``pin`` is one that can be.

    No field is required to a browser: the form also sends the week, and picks what is to be moved.
    """

    use_required_attribute = False

    order = forms.ChoiceField(
        label=_("Which order"), error_messages={"required": _("Please choose an order.")}
    )
    slot = forms.TypedChoiceField(
        label=_("When"), coerce=int, error_messages={"required": _("Please choose a part of a day.")}
    )
    who = forms.TypedChoiceField(label=_("To whom"), coerce=int, empty_value=None, required=False)

    def __init__(self, found: Board, pins: tuple[Pin, ...], *args, **kwargs) -> None:
        super().__init__(*args, auto_id="move_%s", **kwargs)
        self.found, self.pins = found, pins
        self.pin: Pin | None = None
        week, now = found.week, timezone.now()
        zone = timezone.get_current_timezone()
        self.fields["order"].choices = [
            ("", _("Choose")),
            *((e.number, words.named(e)) for e in week.orders.values()),
        ]
        ahead = [slot for slot in sorted(slots.ALL) if slots.span_of(slot, week.monday, zone)[1] > now]
        self.fields["slot"].choices = [
            ("", _("Choose")),
            *((slot, words.when(slot, week.monday)) for slot in ahead),
        ]
        people = sorted(week.volunteers.values(), key=lambda each: each.shown)
        self.fields["who"].choices = [("", _("Whoever fits best then")), *((e.pk, e.shown) for e in people)]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = words.NOT_A_CHOICE

    def clean(self) -> dict[str, object]:
        given = super().clean()
        if self.errors:
            return given
        row = next((each for each in self.found.rows if each.order.number == given["order"]), None)
        now = tuple(each.volunteer.pk for each in row.proposed) if row else ()
        pin = Pin(given["order"], given["slot"], moved_to(now, row.places if row else 1, given["who"]))
        if against := objection(self.found.week, pin, self.pins):
            self.add_error(words.at_field(against), words.against(against, self.found.week))
        self.pin = pin
        return given
