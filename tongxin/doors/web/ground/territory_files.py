"""Desk pages that take and give files of the territory: outlines, workbooks, GeoJSON."""

import codecs
from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.doors.web.ground.territory import EDIT, READ, asking, done, the_place
from tongxin.doors.web.ground.territory_forms import OutlineForm, UploadForm
from tongxin.ground.territory import actions, outlines
from tongxin.ground.territory.actions.importing import Imported
from tongxin.ground.territory.coordinates import gcj02_to_wgs84
from tongxin.ground.territory.errors import Refused
from tongxin.ground.territory.exchange import geojson, workbook
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.paths import below

MOST_OUTLINE_BYTES = 10 * 2**20
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_PROBLEMS = 200
SHOWN_COLUMNS = 12


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def outline(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a place its outline from a file, or take it away."""
    place = the_place(request, pk, EDIT)
    form = OutlineForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_outline(place, _drawn(form), by=request.actor)
        except Refused as refused:
            form.add_error("file", str(refused.reason).split("\n"))
        else:
            return done(request, place, _("The map has been changed."))
    return asking(request, place, form, _("Outline"), _("Save"), on_map=True)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """Take places below this one from a workbook or GeoJSON; bad rows come back with their reasons."""
    place = the_place(request, pk, EDIT)
    form = UploadForm(request.POST or None, request.FILES or None)
    imported = None
    if request.method == "POST" and form.is_valid():
        upload, partial = form.cleaned_data["file"], form.cleaned_data["partial"]
        try:
            imported = _take(upload, request, place, partial)
        except Refused as refused:
            form.add_error("file", str(refused.reason))
        else:
            if imported.problems and "return" in request.POST and _is_workbook(upload):
                return _returned(upload, imported)
            if imported.unread:
                messages.warning(request, unread(imported.unread))
            if not imported.problems:
                return done(request, place, said(imported))
            if imported.saved:
                messages.warning(request, said(imported))
    context = {
        "place": place,
        "form": form,
        "imported": imported,
        "problems": imported.problems[:SHOWN_PROBLEMS] if imported else [],
        "bad_rows": len({problem.row for problem in imported.problems}) if imported else 0,
    }
    refused = bool(form.errors or (imported and imported.problems))
    return render(request, "web/territory/files.html", context, status=422 if refused else 200)


@login_required
@require_safe
def workbook_file(request: HttpRequest, pk: int) -> HttpResponse:
    """This place and everything below it, closed places too, as a workbook."""
    place = the_place(request, pk, READ)
    response = HttpResponse(workbook.write(_branch(place)), content_type=WORKBOOK_TYPE)
    return _named(response, f"{place.full_name}.xlsx")


@login_required
@require_safe
def geojson_file(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The same as GeoJSON, a line a place."""
    place = the_place(request, pk, READ)
    response = StreamingHttpResponse(geojson.write(_branch(place)), content_type="application/geo+json")
    return _named(response, f"{place.full_name}.geojson")


def said(imported: Imported) -> str:
    """What an import did, in one sentence."""
    if not (imported.created or imported.changed):
        return _("Everything was as in the file already; nothing has changed.")
    return ngettext(
        "%(new)d place added, %(changed)d changed, %(same)d as before.",
        "%(new)d places added, %(changed)d changed, %(same)d as before.",
        imported.created,
    ) % {"new": imported.created, "changed": imported.changed, "same": imported.unchanged}


def unread(columns: Sequence[str]) -> str:
    """Which columns of a file nobody has read, a few of many."""
    named = _(", ").join(columns[:SHOWN_COLUMNS]) + ("…" if len(columns) > SHOWN_COLUMNS else "")
    return _("These columns were not read, as they are none of ours: %(columns)s.") % {"columns": named}


def _drawn(form: OutlineForm) -> object:
    if form.cleaned_data["remove"]:
        return None
    upload = form.cleaned_data["file"]
    if upload.size > MOST_OUTLINE_BYTES:
        raise Refused(_("The file is larger than %(most)d MB.") % {"most": MOST_OUTLINE_BYTES // 2**20})
    try:
        text = upload.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(_("This is not JSON.")) from None
    if form.cleaned_data["system"] == "wgs84":
        return text
    return _from_chinese_map(outlines.read(text)[0])


def _from_chinese_map(outline: dict) -> dict:
    def convert(value: list) -> list:
        if not isinstance(value[0], list):
            lat, lng = gcj02_to_wgs84(value[1], value[0])
            return [round(lng, 7), round(lat, 7)]
        return [convert(inner) for inner in value]

    return {"type": outline["type"], "coordinates": convert(outline["coordinates"])}


def _take(upload: UploadedFile, request: HttpRequest, place: Place, partial: bool) -> Imported:
    if _is_workbook(upload):
        return actions.import_tree(upload, by=request.actor, within=place, partial=partial)
    if upload.size > geojson.MOST_BYTES:
        raise Refused(_("The file is larger than %(most)d MB.") % {"most": geojson.MOST_BYTES // 2**20})
    return actions.import_geojson(upload.read(), by=request.actor, within=place, partial=partial)


def _is_workbook(upload: UploadedFile) -> bool:
    """By its content: whatever does not begin like JSON is told as a workbook what is wrong with it."""
    start = upload.read(64).removeprefix(codecs.BOM_UTF8).lstrip()
    upload.seek(0)
    return not start.startswith((b"{", b"["))


def _returned(upload: UploadedFile, imported: Imported) -> HttpResponse:
    upload.seek(0)
    response = HttpResponse(workbook.returned(upload, imported.problems), content_type=WORKBOOK_TYPE)
    return _named(response, f"{_('to put right')} {upload.name}")


def _named(response: HttpResponse | StreamingHttpResponse, name: str) -> HttpResponse | StreamingHttpResponse:
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _branch(place: Place) -> Iterator[Place]:
    return Place.objects.filter(below("path", place.path)).order_by("path").iterator(chunk_size=2000)
