"""An account's own pages, beside those of allauth; named alike."""

from django.urls import path

from tongxin.doors.web.ground import mine

urlpatterns = [
    path("", mine.mine, name="account_mine"),
    path("looks/", mine.looks, name="account_looks"),
    path("sign-out-everywhere/", mine.sign_out_everywhere, name="account_sign_out_everywhere"),
    path("link/", mine.first_password, name="account_first_password"),
    path("link/<str:secret>/", mine.take_link, name="account_link"),
]
