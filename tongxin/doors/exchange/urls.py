from django.urls import path

from tongxin.doors.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>", views.run, name="run"),
    path("<int:pk>/errors", views.errors, name="errors"),
]
