"""The form of one channel on the page of choices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.written import time_field
from tongxin.engine.notices.models import ChannelChoice
from tongxin.engine.notices.selectors import Wish

SIGNED = ("dingtalk", "feishu")
ADDRESS_LABELS = {"webhook": _("Webhook address of the robot"), "email": _("E-mail address")}


class ChannelForm(forms.Form):
    """One channel. An address that was entered is never shown again: leaving the field empty keeps it."""

    on = forms.BooleanField(label=_("Tell me this way"), required=False)
    address = forms.CharField(required=False, max_length=500, strip=True)
    secret = forms.CharField(
        label=_("Signing secret of the robot, if it has one"), required=False, max_length=200, strip=True
    )
    quiet_from = time_field(_("Quiet from"), required=False)
    quiet_to = time_field(
        _("Quiet until"), required=False, help_text=_("Urgent notices come through at any hour.")
    )
    digest = forms.ChoiceField(label=_("Bundling"), required=False, choices=ChannelChoice.Digest.choices)

    def __init__(self, wish: Wish, *args: Any, **kwargs: Any) -> None:
        row = wish.row
        initial = {name: getattr(row, name) for name in ("on", "quiet_from", "quiet_to", "digest")}
        super().__init__(*args, prefix=wish.name, initial=initial, **kwargs)
        self.wish = wish
        label = ADDRESS_LABELS.get(wish.channel.address_kind)
        if label is None:
            del self.fields["address"]
        else:
            self.fields["address"].label = label
            self.fields["address"].help_text = self._address_help()
        if wish.name not in SIGNED:
            del self.fields["secret"]

    def _address_help(self) -> object:
        if self.wish.has_address:
            return _("One is kept here, sealed. Leave this empty to keep it.")
        return _("Without one, your account's address is used.") if self.wish.name == "mail" else ""

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        wrong = self.wish.channel.refuse(address) if address else None
        if wrong:
            raise forms.ValidationError(wrong)
        return address

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        half = (data.get("quiet_from") is None) is not (data.get("quiet_to") is None)
        if half and not {"quiet_from", "quiet_to"} & self.errors.keys():
            self.add_error("quiet_to", _("Quiet hours need a beginning and an end."))
        needs = self.wish.channel.address_kind == "webhook" and not self.wish.has_address
        if needs and data.get("on") and not data.get("address") and "address" not in self.errors:
            self.add_error("address", _("Without the robot's address nothing can be sent."))
        return data

    @property
    def choice(self) -> dict[str, Any]:
        """The keyword arguments of ``actions.choose`` beside the channel and the actor."""
        data = self.cleaned_data
        address = (
            "#".join(filter(None, [data.get("address"), data.get("secret")])) if data.get("address") else None
        )
        return {
            "on": data["on"],
            "quiet_from": data["quiet_from"],
            "quiet_to": data["quiet_to"],
            "digest": data["digest"],
            "address": address,
        }
