"""Desk pages of place codes: issue, revoke, print on A4."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.doors.web.ground.territory import ISSUE, asking, the_place
from tongxin.doors.web.ground.territory_forms import IssueForm, RevokeForm
from tongxin.ground.posts.gates import require
from tongxin.ground.territory import actions, selectors
from tongxin.ground.territory.codes import in_groups, qr_svg
from tongxin.ground.territory.errors import Refused
from tongxin.ground.territory.models import Level, PlaceCode

PAGE = 200  # codes of one printed batch: 25 sheets of eight
LISTED = 40


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: HttpRequest, pk: int) -> HttpResponse:
    """The good codes of a place and below; new ones for it, or for all of some levels below it."""
    place = the_place(request, pk, ISSUE)
    form = IssueForm(request.POST if "levels" in request.POST else None, place=place)
    if request.method == "POST" and "one" in request.POST:
        try:
            actions.issue_code(place, by=request.actor)
        except Refused as refused:
            messages.error(request, refused.reason)
        return redirect("territory:codes", place.pk)
    if request.method == "POST" and form.is_valid():
        made = actions.issue_codes(place, levels=form.cleaned_data["levels"], by=request.actor)
        messages.success(request, _issued(len(made)))
        return redirect("territory:codes", place.pk)
    page = Paginator(selectors.codes_within(place), LISTED).get_page(request.GET.get("page"))
    levels = [(level.code, level.title) for level in Level.objects.filter(code__in=["building", "stairwell"])]
    context = {"place": place, "form": form, "page": page, "levels": levels}
    return render(request, "web/territory/codes.html", context)


@login_required
@require_safe
def sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """Codes to print, eight on a page; ``?level=building`` for some levels only."""
    place = the_place(request, pk, ISSUE)
    levels = [level for level in request.GET.getlist("level") if level]
    page = Paginator(selectors.codes_within(place, levels), PAGE).get_page(request.GET.get("page"))
    plates = [
        {
            "name": code.place.full_name,
            "code": in_groups(code.code),
            "picture": qr_svg(f"{settings.TONGXIN_BASE_URL}/p/{code.code}"),
        }
        for code in page.object_list
    ]
    context = {"place": place, "page": page, "plates": plates, "levels": levels}
    return render(request, "web/territory/code_sheets.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End one code, with the reason."""
    code = get_object_or_404(PlaceCode.objects.select_related("place__level").defer("place__outline"), pk=pk)
    require(request.actor, ISSUE, code.place.path, at=code.place.full_name)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revoke_code(code, by=request.actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _("The code no longer opens anything."))
            return redirect("territory:codes", code.place_id)
    return asking(request, code.place, form, _("Revoke a code"), _("Revoke"))


def _issued(count: int) -> str:
    if not count:
        return _("Every place of these levels has a code already.")
    return ngettext("%(n)d code issued.", "%(n)d codes issued.", count) % {"n": count}
