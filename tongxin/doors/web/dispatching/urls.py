from django.urls import path

from tongxin.doors.web.dispatching import views

app_name = "dispatching"
urlpatterns = [
    path("plan", views.week, name="week"),
    path("plan/move", views.move, name="move"),
    path("plan/send", views.send, name="send"),
    path("plan/<str:number>", views.line, name="line"),
]
