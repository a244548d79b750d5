"""A resident reports: choose the place unless a code gave it, say what happened, keep the number."""

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.tickets import codes
from tongxin.ground.posts.actors import NOBODY
from tongxin.ground.territory import selectors as territory
from tongxin.ground.territory.models import Place
from tongxin.trades.cases import actions
from tongxin.trades.cases.actions.intake import Contact, Reported
from tongxin.trades.cases.choices import Channel
from tongxin.trades.cases.forms import ReportForm
from tongxin.trades.cases.models import Case
from tongxin.trades.cases.public import glimpse
from tongxin.trades.cases.similar import similar
from tongxin.trades.cases.views.held import hold

SENT = "tongxin_sent"
SENT_FOR = 3600
SHORTEST_TO_COMPARE = 4
LONGEST_ID = 19


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The one form. Whatever is wrong, what was typed stays."""
    if request.method != "POST":
        place, code = _place_of(request.GET)
        if place is None:
            return redirect("cases:where")
        return _form(request, ReportForm.blank(at=code, place=None if code else place), place)
    place, _code = _place_of(request.POST)
    form = ReportForm(request.POST, request.FILES)
    if place is None:
        form.add_error(None, _("Please choose where it is."))
    elif "check" in request.POST:
        return _form(request, form, place, checked=True)
    elif form.is_valid() and (sent := _send(request, form, place)):
        return _told(request, sent)
    return _form(request, form, place, status=422)


@require_POST
def like_this(request: HttpRequest) -> HttpResponse:
    """Open and closed reports like the text that is being typed: a fragment, fetched while typing."""
    place, _code = _place_of(request.POST)
    found = _like(request.POST.get("text", ""), place)
    return render(request, "cases/resident/_similar.html", {"similar": found})


@require_safe
def where(request: HttpRequest) -> HttpResponse:
    """Choose the place in plain steps, or by searching its name."""
    sought = request.GET.get("q", "").replace("\0", "").strip()
    within = _by_id(request.GET.get("within", ""))
    if sought:
        places = list(territory.search(sought)[:40])
    elif within is not None:
        places = list(territory.children(within))
    else:
        places = _communities()
    here = reverse("cases:report") + f"?place={within.pk}" if within else ""
    context = {"places": places, "within": within, "within_href": here, "q": sought}
    return render(request, "cases/resident/where.html", context)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The number and the query code, once more for an hour, for the browser that sent the report."""
    try:
        key = request.get_signed_cookie(SENT, salt=SENT, max_age=SENT_FOR)
    except (KeyError, signing.BadSignature):
        return redirect("cases:track")
    case = Case.objects.select_related("place").filter(client_key=key).first()
    if case is None:
        return redirect("cases:track")
    context = {"case": case, "code": codes.grouped(codes.code_for(key))}
    return render(request, "cases/resident/sent.html", context)


def _send(request: HttpRequest, form: ReportForm, place: Place) -> Reported | None:
    """Take the report in; None when something was missing, which the form then says."""
    said = form.cleaned_data
    contact = Contact(name=said["name"], phone=said["phone"], shares=said["shares"])
    try:
        return actions.report(
            place=place,
            text=said["text"],
            by=NOBODY,
            channel=Channel.PLACE_CODE if said["at"] else Channel.WEB,
            client_key=said["client_key"],
            contact=contact or None,
            photos=said["photos"],
            address_note=said["address_note"],
        )
    except Incomplete as incomplete:
        for field, sentence in incomplete.errors.items():
            form.add_error(field if field in form.fields else None, sentence)
        return None


def _told(request: HttpRequest, reported: Reported) -> HttpResponseRedirect:
    response = redirect("cases:sent")
    hold(request, response, reported.case)
    response.set_signed_cookie(
        SENT,
        reported.case.client_key,
        salt=SENT,
        max_age=SENT_FOR,
        path=reverse("cases:sent"),
        httponly=True,
        samesite="Lax",
    )
    return response


def _form(
    request: HttpRequest, form: ReportForm, place: Place | None, *, checked: bool = False, status: int = 200
) -> HttpResponse:
    found = _like(form["text"].value() or "", place) if checked else None
    if "client_key" in form.errors:
        form.renew()
    context = {
        "form": form,
        "place": place,
        "communities": [] if place else _communities(),
        "similar": found,
        "checked": checked,
    }
    return render(request, "cases/resident/report.html", context, status=status)


def _like(text: str, place: Place | None) -> list:
    if place is None or len(text.strip()) < SHORTEST_TO_COMPARE:
        return []
    return [glimpse(each.case) for each in similar(text, place)]


def _place_of(given) -> tuple[Place | None, str]:
    """The place that a code or a choice names, and the code if it was one."""
    code = given.get("at", "").upper()
    if code and (found := territory.resolve_place_code(code)):
        return found.place, found.code
    return _by_id(given.get("place", "")), ""


def _communities() -> list[Place]:
    return list(territory.places().filter(level__code="community"))


def _by_id(text: str) -> Place | None:
    is_id = text.isascii() and text.isdigit() and len(text) < LONGEST_ID
    return territory.places().filter(pk=text).first() if is_id else None
