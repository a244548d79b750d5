"""The addresses of orders, each at its door: who orders, who lends a hand, the desk and the units."""

from django.urls import path

from tongxin.trades.orders.views import pictures
from tongxin.trades.orders.views.cobuilding import needs, pairings, units
from tongxin.trades.orders.views.desk import (
    complaints,
    enrolling,
    order,
    order_for,
    people,
    points,
    queue,
    steps,
    volunteers,
)
from tongxin.trades.orders.views.desk import menu as menu_rows
from tongxin.trades.orders.views.resident import complaint, drafting, menu, tracking
from tongxin.trades.orders.views.volunteer import (
    calendar,
    contact,
    entering,
    hours,
    joining,
    me,
    offered,
    own,
)
from tongxin.trades.orders.views.volunteer import complaint as my_complaint

app_name = "orders"
urlpatterns = [
    # -- residents
    path("order", menu.menu, name="order"),
    path("order/sent", tracking.sent, name="sent"),
    path("order/pictures/<slug:name>", pictures.picture, name="picture"),
    path("order/<uuid:draft>", menu.draft_what, name="draft_what"),
    path("order/<uuid:draft>/when", drafting.when, name="draft_when"),
    path("order/<uuid:draft>/whom", drafting.whom, name="draft_whom"),
    path("order/<uuid:draft>/reach", drafting.reach, name="draft_reach"),
    path("order/<uuid:draft>/check", drafting.check, name="draft_check"),
    path("order/<uuid:draft>/forget", drafting.forget, name="draft_forget"),
    path("order/<str:number>", tracking.tracked, name="tracked"),
    path("order/<str:number>/again", tracking.end_standing, name="end_standing"),
    path("order/<str:number>/complaint", complaint.complaint, name="complaint"),
    path("order/<str:number>/complaint/<slug:step>", complaint.complaint_step, name="complaint_step"),
    path("order/<str:number>/<slug:step>", tracking.resident_step, name="resident_step"),
    # -- volunteers
    path("volunteer", own.own, name="own"),
    path("volunteer/join", joining.join, name="join"),
    path("volunteer/joined", joining.joined, name="joined"),
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
    path("volunteer/orders/<str:number>/complaint", my_complaint.my_complaint, name="my_complaint"),
    path(
        "volunteer/orders/<str:number>/complaint/<slug:step>",
        my_complaint.my_complaint_step,
        name="my_complaint_step",
    ),
    path("volunteer/orders/<str:number>", offered.offered, name="offered"),
    path("volunteer/orders/<str:number>/<slug:step>", offered.volunteer_step, name="volunteer_step"),
    # -- the desk, units
    path("desk/orders", queue.queue, name="queue"),
    path("desk/menu", menu_rows.kept_menu, name="menu"),
    path("desk/menu/new", menu_rows.offer, name="offer"),
    path("desk/menu/<int:pk>", menu_rows.change, name="change_kind"),
    path("desk/menu/<int:pk>/off", menu_rows.take_off, name="take_off"),
    path("desk/orders/new", order_for.order_for, name="order_for"),
    path("desk/orders/<str:number>", order.order, name="desk_order"),
    path("desk/orders/<str:number>/handed-out", order_for.handed_out, name="handed_out"),
    path("desk/orders/<str:number>/complaint", complaints.desk_complaint, name="desk_complaint"),
    path(
        "desk/orders/<str:number>/complaint/<slug:step>",
        complaints.desk_complaint_step,
        name="desk_complaint_step",
    ),
    path("desk/complaints", complaints.complaints, name="complaints"),
    path("desk/orders/<str:number>/told", order.told, name="desk_told"),
    path("desk/orders/<str:number>/people/<slug:whose>", people.person, name="person"),
    path("desk/orders/<str:number>/<slug:step>", steps.desk_step, name="desk_step"),
    path("desk/points", points.points, name="points"),
    path("desk/points/new", points.points_on, name="points_on"),
    path("desk/points/<int:pk>/off", points.points_off, name="points_off"),
    path("desk/volunteers/<str:number>/points", points.points_of, name="points_of"),
    path("desk/volunteers", volunteers.volunteers, name="volunteers"),
    path("desk/volunteers/new", enrolling.new_volunteer, name="new_volunteer"),
    path("desk/volunteers/new/organization", enrolling.new_organization, name="new_organization"),
    path("desk/volunteers/<str:number>", volunteers.volunteer, name="volunteer"),
    path("desk/volunteers/<str:number>/member", enrolling.member, name="member"),
    path("desk/volunteers/<str:number>/member/end", units.end_member, name="end_member"),
    path(
        "desk/volunteers/<str:number>/certificates/<str:code>",
        enrolling.withdraw_paper,
        name="withdraw_paper",
    ),
    path(
        "desk/volunteers/<str:number>/<slug:step>", volunteers.volunteer_desk_step, name="volunteer_desk_step"
    ),
    path("desk/cobuilding", pairings.pairings, name="pairings"),
    path("desk/cobuilding/asked", pairings.asked_of_us, name="asked_of_us"),
    path("desk/cobuilding/needs", needs.needs, name="needs"),
    path("desk/cobuilding/needs/new", needs.name_need, name="name_need"),
    path("desk/cobuilding/projects/new", needs.begin_project, name="begin_project"),
    path("desk/cobuilding/needs/<int:pk>", needs.need, name="need"),
    path("desk/cobuilding/needs/<int:pk>/drop", needs.drop_need, name="drop_need"),
    path("desk/cobuilding/units", units.units, name="units"),
    path("desk/cobuilding/units/new", units.register, name="register_unit"),
    path("desk/cobuilding/units/<int:pk>", units.unit, name="unit"),
    path("desk/cobuilding/units/<int:pk>/end", units.end_unit, name="end_unit"),
    path("desk/cobuilding/<int:pk>", pairings.pairing, name="pairing"),
    path("desk/cobuilding/<int:pk>/letter", pairings.letter, name="letter"),
    path("desk/cobuilding/<int:pk>/<slug:step>", pairings.pairing_step, name="pairing_step"),
    path("c/<str:token>", pairings.linked_pairing, name="linked_pairing"),
    path("c/<str:token>/letter", pairings.linked_letter, name="linked_letter"),
    path("c/<str:token>/<slug:step>", pairings.linked_pairing_step, name="linked_pairing_step"),
]
