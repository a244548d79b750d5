from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

LONGEST_KEY_NAME = 60


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


class _Key(forms.Form):
    """A security key, by the name its holder gives it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label, name.max_length = _("What you call this key"), LONGEST_KEY_NAME
        name.widget.attrs = {"maxlength": LONGEST_KEY_NAME, "autocomplete": "off"}
        name.validators.append(MaxLengthValidator(LONGEST_KEY_NAME))


class NewKeyForm(_Key, AddWebAuthnForm):
    pass


class KeyNameForm(_Key, EditWebAuthnForm):
    pass
