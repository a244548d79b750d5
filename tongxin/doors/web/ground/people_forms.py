"""Forms about people and accounts. What was typed is never shown again where it is sealed."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongxin.doors.web.ground.fields import PlaceField
from tongxin.ground.people.actions.erasure import REASONS
from tongxin.ground.people.models import Account
from tongxin.ground.people.purposes import PART_WORDS, offered
from tongxin.ground.territory.models import Place


class FindPersonForm(forms.Form):
    """One box; sent by POST, so that a number never stands in an address or a log."""

    text = forms.CharField(
        label=_("A whole name, phone or ID number"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class UnmaskForm(forms.Form):
    purpose = forms.ChoiceField(label=_("What do you need it for?"))
    reference = forms.CharField(
        label=_("Written request"),
        help_text=_("Only for a lawful request: its office, number and date."),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        listed = [(purpose.code, purpose.words) for purpose in offered()]
        self.fields["purpose"].choices = [("", _("please choose")), *listed]


class CopyForm(forms.Form):
    reference = forms.CharField(
        label=_("How they asked, and how you made sure who it is"),
        help_text=_("For example: at the counter, identity card seen; no. 352 014 886."),
        max_length=120,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        # The page has another form with a field of that name; each label needs its own.
        super().__init__(*args, auto_id="copy_%s", **options)


class CorrectPersonForm(forms.Form):
    """One detail at a time: what is there is not shown, and an empty box would be a deletion by accident."""

    field = forms.ChoiceField(
        label=_("What is to be corrected?"),
        choices=list(PART_WORDS.items()),
    )
    text = forms.CharField(
        label=_("What is right"),
        max_length=1000,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class MovePersonForm(forms.Form):
    """Where somebody lives from now on; ``area`` says which places can be meant at all."""

    to = PlaceField(
        label=_("Where do they live now?"),
        help_text=_("The full name of the door or the stairwell, or its number such as 1.2.15."),
        max_length=400,
    )
    apart = forms.BooleanField(label=_("as a household of its own"), required=False)

    def __init__(self, *args: Any, area: Q, **options: Any) -> None:
        super().__init__(*args, **options)
        self.area = area

    def clean_to(self) -> Place:
        to = self.cleaned_data["to"]
        if not Place.objects.filter(self.area, pk=to.pk).exists():
            raise forms.ValidationError(_("There is no such place."))
        return to


class ErasePersonForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why?"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].choices = [(code, words) for code, words in REASONS.items() if code != "due"]


class OpenAccountForm(forms.Form):
    username = forms.CharField(
        label=_("Sign-in name"),
        help_text=_("Letters and digits. Not the holder's real name."),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    phone = forms.CharField(
        label=_("Phone"), help_text=_("May be typed instead of the name."), max_length=24, required=False
    )
    email = forms.EmailField(label=_("E-mail at the office"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Account.Language.choices)


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same again"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        if self.cleaned_data["again"] != self.cleaned_data.get("password"):
            raise forms.ValidationError(_("The two are not the same."))
        return self.cleaned_data["again"]
