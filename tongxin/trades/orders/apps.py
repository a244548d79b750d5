from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.registry import register
from tongxin.engine.tickets import following, numbers
from tongxin.trades.orders.flow import ORDER
from tongxin.trades.orders.flow_complaint import COMPLAINING
from tongxin.trades.orders.flow_pairing import PAIRING
from tongxin.trades.orders.flow_volunteer import VOLUNTEERING


class OrdersConfig(AppConfig):
    name = "tongxin.trades.orders"
    label = "orders"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Service orders")

    def ready(self) -> None:
        register(COMPLAINING, self.get_model("Complaint"))
        register(ORDER, self.get_model("Order"))
        register(PAIRING, self.get_model("Pairing"))
        register(VOLUNTEERING, self.get_model("Volunteer"))
        following.register(
            following.Kind(
                self.get_model("Order"),
                numbers.ORDERS,
                page="orders:tracked",
                sent="orders:sent",
                cookies=("tongxin_orders", "tongxin_ordered"),
                since="ordered_at",
                closed=_("Please open the order with its number and query code."),
            )
        )
