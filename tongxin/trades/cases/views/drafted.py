"""Where reports are written: which drafts are this browser's."""

from django.utils.translation import gettext_lazy as _

from tongxin.engine.tickets.drafts import Desk
from tongxin.trades.cases.models import Draft

COOKIE = "tongxin_draft"
DRAFTS = Desk(Draft, COOKIE, "/report", _("This report was sent or forgotten. Please begin again."))
