"""Importing by a page: choose a table, look at how it is understood, let it run, fetch what stayed out."""

from itertools import islice

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.doors.exchange import returning, tasks
from tongxin.doors.exchange.actions import uploading
from tongxin.doors.exchange.forms import UploadForm
from tongxin.doors.exchange.gazetteer import Gazetteer
from tongxin.doors.exchange.models import ImportRun
from tongxin.doors.exchange.previewing import preview
from tongxin.doors.exchange.trouble import Unusable
from tongxin.doors.exchange.understanding import unread
from tongxin.ground.posts.gates import Forbidden, reason, scope

VERB = "case.accept"
SHOWN = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Hand in a table; one's own imports so far."""
    area = _area(request)
    form = UploadForm(request.POST or None, request.FILES or None, actor=request.actor, verb=VERB)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            run = uploading.receive(
                given["file"], map_name=given["map_name"], place=given["place"], scope=area, by=request.actor
            )
        except Unusable as unusable:
            form.add_error("file", str(unusable))
        else:
            return redirect("exchange:run", pk=run.pk)
    runs = ImportRun.objects.filter(by_key=request.actor.key).select_related("place")[:SHOWN]
    return render(request, "exchange/index.html", {"form": form, "runs": runs})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: how its first rows are understood, then how far it is. POST lets it run."""
    found = _own(request, pk)
    if request.method == "POST":
        uploading.start(found, tasks.work_off.defer)
        return redirect("exchange:run", pk=pk)
    context = {"run": found, "percent": round(100 * found.share)}
    if found.state == ImportRun.State.WAITING:
        try:
            case_map, table = uploading.opened(found)
            seen = preview(table, case_map, Gazetteer(found.scope, found.place), now=timezone.now())
            context["rows"] = list(islice(seen, SHOWN))
            context["unread"] = unread(table, case_map)
        except Unusable as unusable:
            context["problem"] = str(unusable)
    context["has_errors"] = found.failed and _errors(found).exists()
    return render(request, "exchange/run.html", context)


@login_required
@require_safe
def errors(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that stayed out, with the reasons."""
    found = _own(request, pk)
    path = _errors(found)
    if not found.stored_as or not path.exists():
        raise Http404
    name = f"{found.file_name.rpartition('.')[0]}.errors{path.suffix}"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


def _errors(run: ImportRun):
    return returning.name_for(uploading.folder() / run.stored_as)


def _area(request: HttpRequest) -> list[str]:
    found = scope(request.actor, VERB)
    if not found:
        raise Forbidden(reason(VERB))
    return found


def _own(request: HttpRequest, pk: int) -> ImportRun:
    """An import of one's own; others' are not there."""
    _area(request)
    return get_object_or_404(
        ImportRun.objects.select_related("place__level"), pk=pk, by_key=request.actor.key
    )
