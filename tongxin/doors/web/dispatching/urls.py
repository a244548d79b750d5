from django.urls import path

from tongxin.doors.web.dispatching import views

app_name = "dispatching"
urlpatterns = [
    path("", views.week, name="week"),
    path("/send", views.send, name="send"),
    path("/<str:number>", views.line, name="line"),
]
