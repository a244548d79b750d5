"""The addresses of cases, each at its door: the plate, the resident, the desk, the unit."""

from django.urls import path

from tongxin.trades.cases.views import (
    desk,
    intake,
    photos,
    places,
    queue,
    reporter,
    reporting,
    simulator,
    steps,
    tracking,
    unit,
)

app_name = "cases"
urlpatterns = [
    path("p/<str:code>", places.place, name="place"),
    path("report", reporting.report, name="report"),
    path("report/where", reporting.where, name="where"),
    path("report/similar", reporting.like_this, name="like_this"),
    path("report/sent", reporting.sent, name="sent"),
    path("track", tracking.track, name="track"),
    path("track/forget", tracking.let_go, name="let_go"),
    path("track/<str:number>", tracking.tracked, name="tracked"),
    path("track/<str:number>/<slug:step>", steps.resident_step, name="resident_step"),
    path("photos/<slug:name>", photos.photo, name="photo"),
    path("desk/cases", queue.queue_page, name="queue"),
    path("desk/simulator", simulator.simulator, name="simulator"),
    path("desk/cases/new", intake.take_down, name="take_down"),
    path("desk/cases/<str:number>", desk.case_page, name="case"),
    path("desk/cases/<str:number>/handed-out", intake.handed_out, name="handed_out"),
    path("desk/cases/<str:number>/print", desk.case_print, name="case_print"),
    path("desk/cases/<str:number>/told", desk.case_told, name="case_told"),
    path("desk/cases/<str:number>/reporter", reporter.of_case, name="reporter"),
    path("desk/cases/<str:number>/<slug:step>", steps.desk_step, name="step"),
    path("desk/summonses", unit.summonses, name="summonses"),
    path("desk/summonses/<int:pk>", unit.summons, name="summons"),
    path("desk/summonses/<int:pk>/reporter", reporter.of_summons, name="unit_reporter"),
    path("desk/summonses/<int:pk>/<slug:step>", steps.summons_step, name="summons_step"),
    path("u/<str:token>", unit.linked, name="linked"),
    path("u/<str:token>/photos/<slug:name>", photos.linked_photo, name="linked_photo"),
    path("u/<str:token>/reporter", reporter.of_link, name="linked_reporter"),
    path("u/<str:token>/<slug:step>", steps.linked_step, name="linked_step"),
]
