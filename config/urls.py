from django.urls import URLPattern, URLResolver, include, path

from tongxin.doors.terminal.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("tongxin.ground.people.urls")),
    path("accounts/", include("tongxin.doors.web.ground.account_urls")),
    path("desk/people/", include("tongxin.doors.web.ground.people_urls")),
    path("", include("tongxin.doors.web.urls")),
    path("", include("tongxin.trades.cases.urls")),
    path("desk/orders/", include("tongxin.doors.web.dispatching.urls")),
    path("", include("tongxin.trades.orders.urls")),
    path("notices/", include("tongxin.engine.notices.urls")),
    path("desk/organizations/", include("tongxin.doors.web.ground.organization_urls")),
    path("desk/territory/", include("tongxin.doors.web.ground.territory_urls")),
    path("places/", include("tongxin.doors.web.ground.map_urls")),
    path("desk/posts/", include("tongxin.doors.web.ground.post_urls")),
    path("desk/figures/", include("tongxin.insight.indicators.urls")),
    path("desk/calendar/", include("tongxin.doors.web.engine.urls")),
    path("desk/import/", include("tongxin.doors.exchange.urls")),
]

handler400 = "tongxin.doors.web.views.errors.bad_request"
handler403 = "tongxin.doors.web.views.errors.forbidden"
handler404 = "tongxin.doors.web.views.errors.not_found"
handler500 = "tongxin.doors.web.views.errors.server_error"
