"""A volunteer's hours: the ledger confirmed by both sides, and papers about it that anybody can verify."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.engine.flows.refusals import Incomplete
from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory.codes import qr_svg
from tongxin.trades.orders import actions
from tongxin.trades.orders.forms.volunteers import PeriodForm, VerifyForm
from tongxin.trades.orders.models import Certificate, Volunteer
from tongxin.trades.orders.selectors import verify
from tongxin.trades.orders.selectors.hours import ledger, papers_of
from tongxin.trades.orders.selectors.points import account_of
from tongxin.trades.orders.views.volunteer.known import by_volunteer, closed_to
from tongxin.trades.orders.wording import worded


@by_volunteer
@closed_to("refused")
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest, volunteer: Volunteer, actor: Actor) -> HttpResponse:
    """What was done and what of it is confirmed; a certificate of any time one chooses."""
    today = timezone.localdate()
    period = {"since": today.replace(month=1, day=1), "until": today}
    form = PeriodForm(request.POST if request.method == "POST" else None, initial=period)
    if form.is_bound and form.is_valid():
        try:
            paper = actions.certify(volunteer, by=actor, **form.cleaned_data)
        except Incomplete as incomplete:
            form.take(incomplete)
        else:
            messages.success(request, _("The certificate is ready to be printed."))
            return redirect("orders:paper", paper.code)
    parts = ledger(volunteer)
    account = account_of(parts, volunteer.home_path)
    context = {
        "volunteer": volunteer,
        "parts": parts,
        "rows": [(part, account.by_part.get(part.pk)) for part in parts],
        "points": account.whole,
        "rules": worded(account.rules),
        "confirmed": sum(part.confirmed_minutes or 0 for part in parts) / 60,
        "before": any(part.volunteer_id != volunteer.pk for part in parts),
        "form": form,
        "papers": papers_of(volunteer),
    }
    return render(request, "orders/volunteer/hours.html", context, status=422 if form.errors else 200)


@by_volunteer
@closed_to("refused")
@require_safe
def paper(request: HttpRequest, volunteer: Volunteer, actor: Actor, code: str) -> HttpResponse:
    """The certificate on A4, with a code that leads to where it is verified."""
    found = verify(code)
    if found is None or not papers_of(volunteer).filter(pk=found.pk).exists():
        raise Http404(_("There is no such certificate of yours."))
    return render(request, "orders/volunteer/paper.html", printed(found))


@never_cache
@require_safe
def verified(request: HttpRequest, code: str) -> HttpResponse:
    """What a certificate says, to whoever holds it; that it was withdrawn; or that nobody was given it."""
    found = verify(code)
    context = {"paper": found, "time": in_words(found.minutes) if found else "", "form": VerifyForm()}
    return render(request, "orders/volunteer/verified.html", context, status=200 if found else 404)


@never_cache
@require_safe
def ask_code(request: HttpRequest) -> HttpResponse:
    """Where one types the code of a certificate."""
    form = VerifyForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("orders:verified", form.cleaned_data["code"])
    return render(request, "orders/volunteer/verify.html", {"form": form}, status=422 if form.errors else 200)


def printed(paper: Certificate) -> dict[str, object]:
    """The certificate, and where and by which picture it is verified."""
    address = settings.TONGXIN_BASE_URL + reverse("orders:ask_code")
    picture = qr_svg(settings.TONGXIN_BASE_URL + reverse("orders:verified", args=[paper.code]))
    code = " ".join(paper.code[at : at + 4] for at in range(0, len(paper.code), 4))
    return {
        "paper": paper,
        "code": code,
        "time": in_words(paper.minutes),
        "address": address,
        "picture": picture,
    }


def in_words(minutes: int) -> str:
    """``3 hours 20 minutes``, as a certificate says it."""
    hours, rest = divmod(minutes, 60)
    said = [ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}] if hours else []
    if rest or not hours:
        said.append(ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest})
    return " ".join(said)
