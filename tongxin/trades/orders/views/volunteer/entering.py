"""The way in without a password: number and code from the card, or the personal link in a message."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tongxin.trades.orders import ways_in
from tongxin.trades.orders.forms.volunteers import CodeForm, DigitsForm
from tongxin.trades.orders.models import Volunteer
from tongxin.trades.orders.views.volunteer.known import let_go, let_in, who_is_there
from tongxin.trades.orders.views.volunteer.trying import fits

METHODS = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(METHODS)
def way_in(request: HttpRequest) -> HttpResponse:
    """Number and code; wrong ones are told apart by nobody."""
    posted = request.POST if request.method == "POST" else None
    form = CodeForm(posted, initial={"number": request.GET.get("number", "")})
    if posted is not None and form.is_valid():
        found = ways_in.by_code(form.cleaned_data["number"], form.cleaned_data["code"])
        if found is not None:
            return _admitted(request, found)
        form.add_error(None, _("Number and code don't fit together. Please look at your card again."))
    context = {"form": form, "next": _next(request)}
    return render(request, "orders/volunteer/way_in.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(METHODS)
def personal_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a message to one volunteer. A browser that knows them goes straight in; another one asks
    for the last digits of their telephone number, at most ten times a day.
    """
    volunteer = ways_in.by_token(token)
    if volunteer is None:
        return render(request, "orders/volunteer/no_link.html", status=404)
    if who_is_there(request)[0] == volunteer:
        return redirect("orders:own")
    if not ways_in.asks_digits(volunteer):
        return redirect("orders:way_in")
    form = DigitsForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and fits(volunteer, form):
        return _admitted(request, volunteer)
    context = {"form": form, "next": ""}
    return render(request, "orders/volunteer/link.html", context, status=422 if form.errors else 200)


@require_POST
def way_out(request: HttpRequest) -> HttpResponse:
    """Forget, on this device, who one is."""
    response = redirect("orders:way_in")
    let_go(response)
    return response


def _admitted(request: HttpRequest, volunteer: Volunteer) -> HttpResponse:
    response = redirect(_next(request) or "orders:own")
    let_in(response, volunteer)
    return response


def _next(request: HttpRequest) -> str:
    """The volunteers' page one wanted to open, if it is one."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe and wanted.startswith("/volunteer") else ""
