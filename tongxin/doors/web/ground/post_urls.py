from django.urls import path

from tongxin.doors.web.ground import posts

app_name = "posts"
urlpatterns = [
    path("", posts.index, name="index"),
    path("appoint/place/<int:pk>", posts.appoint, {"kind": "place"}, name="appoint_place"),
    path(
        "appoint/organization/<int:pk>", posts.appoint, {"kind": "organization"}, name="appoint_organization"
    ),
    path("<int:pk>/relieve", posts.relieve, name="relieve"),
    path("<int:pk>/stand-in", posts.stand_in, name="stand_in"),
]
