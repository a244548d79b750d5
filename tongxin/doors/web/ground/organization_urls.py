from django.urls import path

from tongxin.doors.web.ground import estates, organizations

app_name = "organizations"
urlpatterns = [
    path("", organizations.index, name="index"),
    path("<int:pk>", organizations.organization, name="organization"),
    path("<int:pk>/correct", organizations.correct, name="correct"),
    path("estates", estates.index, name="estates"),
    path("estates/<int:pk>", estates.estate, name="estate"),
    path("estates/<int:pk>/record/<slug:what>", estates.record, name="record"),
    path("missing", estates.completeness, name="completeness"),
    path("rates", estates.rate_index, name="rates"),
    path("rates/<slug:key>", estates.rate, name="rate"),
]
