"""Why a message did not reach its address."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Failure(models.TextChoices):
    """The kinds of failure a person can do something about."""

    UNREACHABLE = "unreachable", _("the other side did not answer")
    REFUSED = "refused", _("the other side refused it")
    NO_ADDRESS = "no_address", _("there is no usable address")
    NOT_SET_UP = "not_set_up", _("this way is not set up here")
    GONE = "gone", _("the recipient is no longer here, or no longer agrees")
    BROKEN = "broken", _("the program failed; the log says where")


#: Trying again cannot help until a person changes something.
HOPELESS = frozenset({Failure.NO_ADDRESS, Failure.NOT_SET_UP, Failure.GONE})


class NotDelivered(Exception):
    """A channel could not hand a message over.

    ``failure`` says what kind; ``detail`` is the other side's own short answer (a code, a phrase). A detail
    is stored and shown, so a channel must never put an address, a token or a name into it.
    """

    def __init__(self, failure: Failure, detail: str = "") -> None:
        super().__init__(f"{failure.value} {detail}".strip())
        self.failure = failure
        self.detail = detail[:200]

    @property
    def hopeless(self) -> bool:
        return self.failure in HOPELESS
