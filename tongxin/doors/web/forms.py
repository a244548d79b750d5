from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tongxin.engine.tickets import numbers
from tongxin.engine.tickets.following import kinds
from tongxin.ground.territory import codes


class FindForm(forms.Form):
    """One box for whatever stands on a door plate or on a receipt. ``address`` is where it leads."""

    code = forms.CharField(
        label=_("The code at the door, or the number of a report"),
        help_text=_("The code has ten letters and digits, the number of a report nine digits."),
        max_length=40,
        error_messages={"required": _("Write the code or the number first.")},
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        """The address of the place page or of the page that follows a report."""
        typed = self.cleaned_data["code"]
        if number := next(filter(None, (numbers.parse(typed, kind.series) for kind in kinds())), None):
            return f"/track?number={number}"
        code = codes.normalise(typed)
        if len(code) == codes.LENGTH and set(code) <= set(codes.ALPHABET):
            return f"/p/{code}"
        raise ValidationError(_("No code or number looks like this. Please compare it sign by sign."))
