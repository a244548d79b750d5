"""The door of the house: what one can do here, what it promises, what it keeps."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongxin.doors.web.burden import lines
from tongxin.doors.web.elders import NEEDS
from tongxin.doors.web.forms import FindForm
from tongxin.doors.web.navigation import entries_for
from tongxin.doors.web.tokens import weakest
from tongxin.ground.people.selectors import rules_on
from tongxin.ground.posts.gates import Forbidden
from tongxin.trades.orders.models import PointRule
from tongxin.trades.orders.wording import worded


def home(request: HttpRequest) -> HttpResponse:
    """For residents: report, follow, find by code. For staff: sign in. ``?code=`` leads to its page."""
    form = FindForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect(form.cleaned_data["code"])
    return render(request, "web/home.html", {"form": form})


def help_page(request: HttpRequest) -> HttpResponse:
    """How a report goes, from the first sentence to the last word."""
    return render(request, "web/help.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, who sees it, for how long by the rules of today, how to have it erased."""
    return render(request, "web/privacy.html", {"rules": rules_on(timezone.localdate())})


def accessibility(request: HttpRequest) -> HttpResponse:
    """What was done so that everybody can use the pages, and what was not tested yet."""
    figures = {"weakest": f"{weakest():.1f}", "weakest_large": f"{weakest(large=True):.1f}"}
    return render(request, "web/accessibility.html", {"needs": NEEDS, **figures})


def burden(request: HttpRequest) -> HttpResponse:
    """What burdens the grass roots, looked for in the code and the tables of this installation."""
    return render(
        request,
        "web/burden.html",
        {"lines": lines(), "rules": worded(PointRule.standing(timezone.localdate()))},
    )


def offline(request: HttpRequest) -> HttpResponse:
    """What a device shows while it has no signal; kept by it beforehand, so it is the same for everybody."""
    return render(request, "web/errors/offline.html")


def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it by this name wherever an answer is not a page of ours."""
    return redirect(static("web/mark.svg"), permanent=True)


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """The first page the posts of whoever signed in allow. Raises Forbidden for an account without a post."""
    entries = entries_for(request)
    if not entries:
        raise Forbidden(_("Your account has no post at present. Please ask the office that gave it to you."))
    return redirect(entries[0]["href"])


@login_required
def keys(request: HttpRequest) -> HttpResponse:
    """The keys of the desk's pages, and the switch that turns single letters off on this device."""
    return render(request, "web/keys.html")
