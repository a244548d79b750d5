"""The short forms of volunteers: the way in, certificates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.written import day_field
from tongxin.engine.tickets.codes import fold
from tongxin.trades.orders.actions.certificates import LENGTH
from tongxin.trades.orders.forms.refusing import TakesRefusals


class CodeForm(forms.Form):
    """Number and code, as they stand on the volunteer's card."""

    number = forms.CharField(
        label=_("Volunteer number"),
        max_length=20,
        help_text=_("Nine digits, on your card."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "username"}),
    )
    code = forms.CharField(
        label=_("Your code"),
        max_length=20,
        help_text=_("Eight letters and digits, on your card."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )


class DigitsForm(forms.Form):
    """The last four digits of one's own telephone number, which a forwarded link does not carry."""

    digits = forms.CharField(
        label=_("The last four digits of your telephone number"),
        max_length=8,
        help_text=_("So that nobody else gets in with this link."),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )


class PeriodForm(TakesRefusals, forms.Form):
    """The days a certificate speaks of, both included."""

    since = day_field(_("From"))
    until = day_field(_("To, this day included"))


class VerifyForm(forms.Form):
    """The code that stands on a certificate."""

    code = forms.CharField(
        label=_("Code on the certificate"),
        max_length=24,
        help_text=_("Twelve letters and digits."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_code(self) -> str:
        """As it was printed; a code that can't be one is refused."""
        code = fold(self.cleaned_data["code"])
        if len(code) != LENGTH or not code.isascii():
            raise forms.ValidationError(_("The code has twelve letters and digits. Please look again."))
        return code
