"""The page inside Tongxin. The notice row is the message, so there is nothing left to hand over."""

from django.utils.translation import gettext_lazy as _

label = _("Notices page")
address_kind = "none"


def send(address: str, title: str, body: str, url: str) -> None:
    """The notice is already where it will be read."""


def problem() -> None:
    """The page works wherever Tongxin works."""


def refuse(address: str) -> None:
    """It needs no address."""
