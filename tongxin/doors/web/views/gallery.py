"""Every component in every state, on one page, for whoever builds or reviews pages."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongxin.doors.web.samples import samples


def gallery(request: HttpRequest) -> HttpResponse:
    """Open to anyone signed in, and to anybody in debug: it shows invented samples only."""
    if not (settings.DEBUG or request.user.is_authenticated):
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    return render(request, "web/gallery.html", samples())
