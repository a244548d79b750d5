from django.urls import path

from tongxin.insight.indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.index, name="index"),
    path("<str:row>/<slug:key>", views.opened, name="opened"),
]
