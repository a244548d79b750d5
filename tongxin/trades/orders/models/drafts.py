"""An order that is still being written. What is said in it is sealed, and gone when it is sent."""

from django.db import models

from tongxin.engine.tickets.drafts import Unsent


class OrderDraft(Unsent):
    """One order on its way. ``said`` is ``drafts.Said``."""

    became = "order"

    order = models.ForeignKey("orders.Order", models.CASCADE, null=True, related_name="+")
