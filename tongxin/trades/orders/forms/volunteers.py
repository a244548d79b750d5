"""The forms of volunteers: the way in."""

from django import forms
from django.utils.translation import gettext_lazy as _


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
