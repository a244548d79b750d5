"""Photos, for whoever may see them and nobody else. No address of a file leads past this."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from tongxin.ground.posts.actors import reporter_actor
from tongxin.trades.cases.links import Opened
from tongxin.trades.cases.models import Attachment, Case
from tongxin.trades.cases.photos import SHELF
from tongxin.trades.cases.selectors.sight import may_see_photo
from tongxin.trades.cases.views.held import CASES
from tongxin.trades.cases.views.linked import by_link


@require_safe
def photo(request: HttpRequest, name: str) -> HttpResponse:
    """One photo, large or (``?small``) small; it never changes, so the browser that may see it keeps it."""
    related = Attachment.objects.select_related("case")
    found = get_object_or_404(related, name=name)
    held_by_reporter = found.case_id in CASES.held(request) and may_see_photo(
        found, reporter_actor(Case.flow.noun, found.case_id)
    )
    if not (held_by_reporter or may_see_photo(found, request.actor)):
        raise Http404
    return SHELF.answer(found.name, small="small" in request.GET)


@by_link
@require_safe
def linked_photo(request: HttpRequest, opened: Opened, token: str, name: str) -> HttpResponse:
    """A photo of the case a signed link is about."""
    found = get_object_or_404(Attachment, name=name, case=opened.summons.case)
    if not may_see_photo(found, opened.actor):
        raise Http404
    return SHELF.answer(found.name, small="small" in request.GET)
