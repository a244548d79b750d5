"""The door of signed links: a view behind it gets what the link opens."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from tongxin.trades.cases.links import LinkRefused, open_link


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand ``view`` the ``Opened`` of the token in the address; a link that opens nothing says so kindly."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str, **parts: str) -> HttpResponse:
        try:
            found = open_link(token)
        except LinkRefused as refused:
            return render(request, "cases/unit/no_link.html", {"refused": refused}, status=404)
        return view(request, found, token, **parts)

    return opened
