"""The addresses of orders, each at its door: who orders, who lends a hand, the desk and the units."""

from django.urls import path

from tongxin.trades.orders.views import menu

app_name = "orders"
urlpatterns = [
    # -- residents
    path("order", menu.menu, name="order"),
    # -- volunteers
    # -- the desk, units
]
