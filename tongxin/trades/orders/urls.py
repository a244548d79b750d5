"""The addresses of orders, each at its door: who orders, who lends a hand, the desk and the units."""

from django.urls import path

from tongxin.trades.orders.views import menu
from tongxin.trades.orders.views.desk import order, people, queue, steps
from tongxin.trades.orders.views.volunteer import calendar, contact, entering, hours, me, offered, own

app_name = "orders"
urlpatterns = [
    # -- residents
    path("order", menu.menu, name="order"),
    # -- volunteers
    path("volunteer", own.own, name="own"),
    path("volunteer/in", entering.way_in, name="way_in"),
    path("volunteer/in/<str:token>", entering.personal_link, name="personal_link"),
    path("volunteer/out", entering.way_out, name="way_out"),
    path("volunteer/me", me.me, name="me"),
    path("volunteer/me/<slug:step>", me.my_step, name="my_step"),
    path("volunteer/hours", hours.hours, name="hours"),
    path("volunteer/hours/<str:code>", hours.paper, name="paper"),
    path("volunteer/calendar", calendar.calendar, name="calendar"),
    path("calendar/<str:key>.ics", calendar.feed, name="feed"),
    path("v", hours.ask_code, name="ask_code"),
    path("v/<str:code>", hours.verified, name="verified"),
    path("volunteer/orders/<str:number>/contact", contact.contact, name="contact"),
    path("volunteer/orders/<str:number>", offered.offered, name="offered"),
    path("volunteer/orders/<str:number>/<slug:step>", offered.volunteer_step, name="volunteer_step"),
    # -- the desk, units
    path("desk/orders", queue.queue, name="queue"),
    path("desk/orders/<str:number>", order.order, name="desk_order"),
    path("desk/orders/<str:number>/told", order.told, name="desk_told"),
    path("desk/orders/<str:number>/people/<slug:whose>", people.person, name="person"),
    path("desk/orders/<str:number>/<slug:step>", steps.desk_step, name="desk_step"),
]
