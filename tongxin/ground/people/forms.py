from typing import Any

from allauth.account.forms import LoginForm
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
