from django.urls import path

from tongxin.doors.web.ground import starting
from tongxin.doors.web.views import fresh, gallery, pages, preferences, turning, worker, year

app_name = "web"
urlpatterns = [
    path("", pages.home, name="home"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("help", pages.help_page, name="help"),
    path("privacy", pages.privacy, name="privacy"),
    path("accessibility", pages.accessibility, name="accessibility"),
    path("burden", pages.burden, name="burden"),
    path("offline", pages.offline, name="offline"),
    path("preference", preferences.set_preference, name="preference"),
    path("desk/", pages.desk, name="desk"),
    path("desk/start", starting.first_steps, name="first_steps"),
    path("desk/keys", pages.keys, name="keys"),
    path("desk/orders/<str:number>/turn_into_case", turning.turn_into_case, name="turn_into_case"),
    path("desk/cobuilding/units/<int:pk>/year", year.unit_year, name="unit_year"),
    path("worker.js", worker.worker, name="worker"),
    path("fresh", fresh.fresh, name="fresh"),
    path("gallery", gallery.gallery, name="gallery"),
]
