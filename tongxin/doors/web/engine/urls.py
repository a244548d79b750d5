from django.urls import path

from tongxin.doors.web.engine import calendar, moved, promises

app_name = "flows"
urlpatterns = [
    path("", calendar.year_page, name="calendar"),
    path("day", calendar.set_day, name="set_day"),
    path("day/clear", calendar.clear_day, name="clear_day"),
    path("hours", calendar.set_hours, name="set_hours"),
    path("moved/<int:change>", moved.page, name="moved"),
    path("promises", promises.index, name="promises"),
    path("promises/new", promises.new, name="new_promise"),
]
