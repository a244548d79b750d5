from django.urls import path, re_path

from tongxin.doors.web.ground import posts

app_name = "posts"
urlpatterns = [
    path("", posts.index, name="index"),
    re_path(r"^appoint/(?P<kind>place|organization)/(?P<pk>[0-9]{1,18})$", posts.appoint, name="appoint"),
    path("<int:pk>/relieve", posts.relieve, name="relieve"),
    path("<int:pk>/stand-in", posts.stand_in, name="stand_in"),
]
