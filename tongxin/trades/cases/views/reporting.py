"""The first question of a report: what happened. From the first word on it is kept as a draft."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongxin.engine.flows.refusals import Incomplete
from tongxin.engine.tickets.drafts import new_secret
from tongxin.ground.territory.choosing import place_of
from tongxin.ground.territory.models import Place
from tongxin.trades.cases import actions
from tongxin.trades.cases.drafts import Said
from tongxin.trades.cases.forms import WhatForm
from tongxin.trades.cases.models import Draft
from tongxin.trades.cases.views.alike import like, meant
from tongxin.trades.cases.views.drafted import DRAFTS
from tongxin.trades.cases.views.held import CASES

# Buttons that keep what is there and come back to the question, before it need be answered.
ALONG_THE_WAY = ("add", "drop", "check", "join")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Begin a report; where one was begun for the same place, go on with it."""
    if request.method == "POST":
        return _answered(request, None)
    place, code = place_of(request.GET)
    waiting = DRAFTS.unsent(request)
    mine = next((draft for draft in waiting if place is None or draft.place_id == place.pk), None)
    if mine is not None and "new" not in request.GET:
        return redirect("cases:draft_what", mine.pk)
    return _page(request, WhatForm(), place=place, code=code, waiting=waiting)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def draft_what(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The same question of a report that was begun before."""
    found = DRAFTS.draft(request, draft)
    if found.case is not None:
        return CASES.told(request, found.case)
    if request.method == "POST":
        return _answered(request, found)
    text = Said.of(found).text
    return _page(request, WhatForm(initial={"text": text}), found, similar=like(text, found.place))


def _answered(request: HttpRequest, draft: Draft | None) -> HttpResponse:
    """Keep what was said and shown, whatever else is wrong; then do what the button says."""
    pressed = next((name for name in ALONG_THE_WAY if name in request.POST), "")
    form = WhatForm(request.POST, request.FILES)
    form.fields["text"].required = not pressed
    form.full_clean()
    secret = DRAFTS.secret(request) or new_secret()
    draft = _kept(request, form, draft, secret)
    if form.errors:
        response = _page(request, form, draft, status=422)
    elif draft is None:
        response = redirect(request.get_full_path())
    elif pressed:
        response = _along_the_way(request, pressed, form, draft)
    else:
        response = redirect("cases:draft_where", draft.pk)
    if draft is not None:
        DRAFTS.keep(response, secret)
    return response


def _kept(request: HttpRequest, form: WhatForm, draft: Draft | None, secret: str) -> Draft | None:
    """The draft with the words and photos that are fit to be kept; none is begun for nothing."""
    text, photos = form.cleaned_data.get("text"), form.cleaned_data.get("photos")
    if draft is None and not (text or photos):
        return None
    if draft is None:
        place, code = place_of(request.POST)
        draft = actions.begin_draft(secret, request.POST.get("client_key", ""), place=place, at_code=code)
    if text is not None:
        actions.write_draft(draft, text=text)
    try:
        actions.add_photos(draft, photos or ())
    except Incomplete as incomplete:
        form.add_error("photos", incomplete.errors["photos"])
    return draft


def _along_the_way(request: HttpRequest, pressed: str, form: WhatForm, draft: Draft) -> HttpResponse:
    if pressed == "check":
        return _page(request, form, draft, similar=like(form.cleaned_data["text"], draft.place), checked=True)
    if pressed == "drop":
        actions.drop_photo(draft, request.POST["drop"])
    elif pressed == "join" and (case := meant(request.POST["join"])):
        actions.write_draft(draft, joins=case)
        return redirect("cases:draft_check", draft.pk)
    return redirect("cases:draft_what", draft.pk)


def _page(
    request: HttpRequest,
    form: WhatForm,
    draft: Draft | None = None,
    *,
    place: Place | None = None,
    code: str = "",
    status: int = 200,
    **more: object,
) -> HttpResponse:
    if draft is None and request.method == "POST":
        place, code = place_of(request.POST)
    context = {
        "form": form,
        "draft": draft,
        "place": draft.place if draft else place,
        "code": draft.at_code if draft else code,
        "key": draft.client_key if draft else uuid4().hex,
        "photos": list(draft.photos.all()) if draft else [],
        "action": reverse("cases:draft_what", args=[draft.pk]) if draft else reverse("cases:report"),
    }
    return render(request, "cases/resident/report_what.html", context | more, status=status)
