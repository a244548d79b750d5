from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """One box for whatever a person knows of their account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label = _("Name of the account, phone or e-mail")
        for field in (login, password):
            field.widget.attrs.pop("placeholder", None)
        password.help_text = ""


class _Code(forms.Form):
    """The box for a code, called what it is called here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The code")
        self.fields["code"].widget.attrs = {"autocomplete": "one-time-code", "spellcheck": "false"}


class SecondStepForm(_Code, AuthenticateForm):
    pass


class ConfirmByCodeForm(_Code, ReauthenticateForm):
    pass


class AuthenticatorAppForm(_Code, ActivateTOTPForm):
    pass
