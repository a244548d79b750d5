from django.urls import path

from tongxin.engine.notices import views

app_name = "notices"
_UNIT = "units/<int:organization_id>/channels/"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read-all/", views.read_all, name="read_all"),
    path("<int:pk>/open/", views.open_notice, name="open"),
    path("<int:pk>/read/", views.read, name="read"),
    path("channels/", views.channels, name="channels"),
    path("channels/<slug:channel>/", views.choose, name="choose"),
    path("channels/<slug:channel>/test/", views.test, name="test"),
    path(_UNIT, views.channels, name="organization_channels"),
    path(_UNIT + "<slug:channel>/", views.choose, name="organization_choose"),
    path(_UNIT + "<slug:channel>/test/", views.test, name="organization_test"),
]
