"""One's own notices, and how one wishes to be told. Nobody sees anyone else's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongxin.engine.notices import actions, selectors
from tongxin.engine.notices.actions.choosing import require_owner
from tongxin.engine.notices.forms import ChannelForm
from tongxin.ground.organizations.models import Organization

PAGE = 50


@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """The list, newest first; ``?show=unread`` narrows it."""
    only_unread = request.GET.get("show") == "unread"
    found = selectors.unread(request.actor) if only_unread else selectors.inbox(request.actor)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    notices = list(page)
    return render(
        request,
        "notices/inbox.html",
        {
            "page": page,
            "notices": notices,
            "only_unread": only_unread,
            "newest": max((notice.pk for notice in notices), default=None),
        },
    )


@require_POST
@login_required
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice read and go to what it is about."""
    notice = get_object_or_404(selectors.inbox(request.actor), pk=pk)
    actions.mark_read(notice, by=request.actor)
    onward = notice.url
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        onward = reverse("notices:inbox")
    return redirect(onward)


@require_POST
@login_required
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice read and stay."""
    actions.mark_read(get_object_or_404(selectors.inbox(request.actor), pk=pk), by=request.actor)
    return redirect("notices:inbox")


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything read that the page showed or that is older."""
    newest = request.POST.get("newest", "")
    if not newest.isdecimal():
        raise Http404
    notice = get_object_or_404(selectors.inbox(request.actor), pk=int(newest))
    count = actions.mark_all_read(by=request.actor, until=notice)
    messages.success(request, _("%(count)d notices are marked as read.") % {"count": count})
    return redirect("notices:inbox")


@require_safe
@login_required
def channels(request: HttpRequest, organization_id: int | None = None) -> HttpResponse:
    """Every way of being told, with what was chosen for it."""
    return _channels(request, _organization(request, organization_id))


@require_POST
@login_required
def choose(request: HttpRequest, channel: str, organization_id: int | None = None) -> HttpResponse:
    """Keep the choices for one channel."""
    organization = _organization(request, organization_id)
    form = ChannelForm(_wish(request, channel, organization), request.POST)
    if form.is_valid():
        try:
            actions.choose(channel, by=request.actor, organization=organization, **form.choice)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(
                request, _("Your choice for %(way)s is kept.") % {"way": form.wish.channel.label}
            )
            return redirect(_page_of(organization))
    return _channels(request, organization, bound=form)


@require_POST
@login_required
def test(request: HttpRequest, channel: str, organization_id: int | None = None) -> HttpResponse:
    """Send a test message and say at once what became of it."""
    organization = _organization(request, organization_id)
    wish = _wish(request, channel, organization)
    try:
        tried = actions.send_test(
            channel, by=request.actor, organization=organization, language=get_language()
        )
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect(_page_of(organization))
    way = {"way": wish.channel.label, "why": tried.failure, "answer": tried.detail}
    if tried.failure is None:
        messages.success(request, _("%(way)s: the test message was handed over.") % way)
    elif tried.detail:
        messages.error(request, _("%(way)s: %(why)s (%(answer)s).") % way)
    else:
        messages.error(request, _("%(way)s: %(why)s.") % way)
    return redirect(_page_of(organization))


def _organization(request: HttpRequest, organization_id: int | None) -> Organization | None:
    organization = get_object_or_404(Organization, pk=organization_id) if organization_id else None
    require_owner(request.actor, organization)
    return organization


def _wish(request: HttpRequest, channel: str, organization: Organization | None) -> selectors.Wish:
    for wish in selectors.wishes(request.actor, organization):
        if wish.name == channel:
            return wish
    raise Http404


def _page_of(organization: Organization | None) -> str:
    if organization is None:
        return reverse("notices:channels")
    return reverse("notices:organization_channels", args=[organization.pk])


def _channels(
    request: HttpRequest, organization: Organization | None, bound: ChannelForm | None = None
) -> HttpResponse:
    forms = [
        bound if bound is not None and wish.name == bound.wish.name else ChannelForm(wish)
        for wish in selectors.wishes(request.actor, organization)
    ]
    context = {
        "forms": forms,
        "bound": bound,
        "organization": organization,
        "tabs": _tabs(request, organization),
    }
    return render(request, "notices/channels.html", context)


def _tabs(request: HttpRequest, current: Organization | None) -> list[dict[str, object]]:
    """One's own ways, and those of each unit one speaks for."""
    owners = [None, *selectors.units_spoken_for(request.actor)]
    return [
        {
            "label": owner.title if owner else _("My own"),
            "href": _page_of(owner),
            "current": owner == current,
            "count": None,
        }
        for owner in owners
    ]
