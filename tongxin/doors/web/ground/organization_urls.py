from django.urls import path

from tongxin.doors.web.ground import estates, organizations, standing

app_name = "organizations"
urlpatterns = [
    path("", organizations.index, name="index"),
    path("found", organizations.found, name="found"),
    path("<int:pk>", organizations.organization, name="organization"),
    path("<int:pk>/correct", organizations.correct, name="correct"),
    path("<int:pk>/cover", organizations.cover, name="cover"),
    path("<int:pk>/uncover", organizations.uncover, name="uncover"),
    path("<int:pk>/end", organizations.end, name="end"),
    path("estates", estates.index, name="estates"),
    path("estates/register", estates.register, name="register"),
    path("estates/<int:pk>", estates.estate, name="estate"),
    path("estates/<int:pk>/correct", estates.correct, name="correct_estate"),
    path("estates/<int:pk>/join", estates.join, name="join_estate"),
    path("estates/<int:pk>/leave", estates.leave, name="leave_estate"),
    path("estates/<int:pk>/close", estates.close, name="close_estate"),
    path("estates/<int:pk>/record/<slug:what>", estates.record, name="record"),
    path("estates/<int:pk>/end/<slug:what>", estates.end, name="end_fact"),
    path("missing", standing.completeness, name="completeness"),
    path("rates", standing.rate_index, name="rates"),
    path("rates/<slug:key>", standing.rate, name="rate"),
]
