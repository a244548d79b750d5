from django.urls import path

from tongxin.doors.web.ground import maps, picking

app_name = "places"
urlpatterns = [
    path("outlines", maps.outlines, name="all_outlines"),
    path("choices", picking.choices, name="choices"),
    path("at", picking.at, name="at"),
    path("<int:pk>/outlines", maps.outlines, name="outlines"),
]
