"""Saying what went wrong with an order."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.answers import MOST
from tongxin.engine.flows.refusals import Incomplete, NotNow
from tongxin.ground.posts.actors import Actor
from tongxin.trades.orders import actions
from tongxin.trades.orders.forms.refusing import TakesRefusals
from tongxin.trades.orders.models import Complaint, Order


class ComplaintForm(TakesRefusals, forms.Form):
    """In one's own words; whoever did it reads them, too, once it has been decided."""

    text = forms.CharField(
        label=_("What went wrong?"),
        max_length=MOST["long_text"],
        help_text=_("Whoever took it on reads this, too, once it has been decided."),
        error_messages={"required": _("Please say in a few words what went wrong.")},
        widget=forms.Textarea({"rows": 5, "autocomplete": "off"}),
    )

    def carry_out(self, order: Order, by: Actor) -> Complaint | None:
        """The complaint, once it is made; what is refused stands in the form."""
        try:
            return actions.complain(order, by=by, **self.cleaned_data)
        except Incomplete as incomplete:
            self.take(incomplete)
        except NotNow as refused:
            self.add_error(None, str(refused.reason))
        return None
