from django.urls import path

from tongxin.doors.web.ground import maps

app_name = "places"
urlpatterns = [
    path("outlines", maps.outlines, name="all_outlines"),
    path("<int:pk>/outlines", maps.outlines, name="outlines"),
]
