"""Desk pages of posts: who holds what in one's area; appointing, relieving, standing in."""

from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.doors.web.ground.desk import area, asking, carried_out, done, may, tabs
from tongxin.doors.web.ground.forms import AppointForm, RelieveForm, StandInForm
from tongxin.doors.web.ground.shown import shown_posts
from tongxin.ground.organizations.models import Organization
from tongxin.ground.posts import actions
from tongxin.ground.posts.authority import authorize, fillable, require_at
from tongxin.ground.posts.models import Post
from tongxin.ground.posts.roles import ROLES, fits
from tongxin.ground.posts.selectors import posts_below
from tongxin.ground.territory.models import Place

READ, APPOINT = "organization.read", "post.appoint"
PAGE = 100
SUBJECTS = {"place": Place, "organization": Organization}


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The posts in one's area."""
    found = posts_below(area(request, READ))
    if request.GET.get("place", "").isdecimal():
        found = found.filter(place=int(request.GET["place"]))
    page = Paginator(found.order_by("place_path", "organization__path", "role", "id"), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "tabs": tabs(request, "posts:index"),
        "page": page,
        "posts": shown_posts(request.actor, page.object_list),
        "may_appoint": may(request, APPOINT),
    }
    return render(request, "web/posts/index.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Let someone hold a post in a place or an organisation."""
    subject = get_object_or_404(SUBJECTS[kind], pk=pk)
    require_at(request.actor, APPOINT, subject)
    form = AppointForm(request.POST or None, roles=_choices(request, subject))
    if carried_out(request, form, partial(actions.appoint, by=request.actor, **{kind: subject})):
        return done(request, _("Appointed."), _back(subject))
    about = {"name": subject}
    words = {"title": _("Appointing"), "verb": _("Appoint")}
    return asking(request, form, about=about, back=reverse("posts:index"), **words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def relieve(request: HttpRequest, pk: int) -> HttpResponse:
    """End a post on a day."""
    post = _post(request, pk)
    form = RelieveForm(request.POST or None)
    if carried_out(request, form, partial(actions.relieve, post, by=request.actor)):
        return done(request, _("Relieved."), _back(post.subject))
    words = {"title": _("Relieving"), "verb": _("Relieve")}
    return asking(request, form, about={"name": post}, back=reverse("posts:index"), **words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Let someone stand in for the holder of a post between two days."""
    post = _post(request, pk)
    form = StandInForm(request.POST or None)
    if carried_out(request, form, partial(actions.stand_in, post, by=request.actor)):
        return done(request, _("The stand-in is set."), _back(post.subject))
    words = {"title": _("Setting a stand-in"), "verb": _("Set the stand-in")}
    return asking(request, form, about={"name": post}, back=reverse("posts:index"), **words)


def _post(request: HttpRequest, pk: int) -> Post:
    post = get_object_or_404(Post.objects.select_related("place__level", "organization"), pk=pk)
    authorize(request.actor, post.definition, post.subject)
    return post


def _choices(request: HttpRequest, subject: Place | Organization) -> list[tuple[str, str]]:
    """The roles this actor may fill there."""
    mine = fillable(request.actor, subject)
    if isinstance(subject, Place):
        fitting = (role for role in ROLES.values() if fits(role, subject.level.code))
    else:
        held = (role for role in ROLES.values() if "organization" in role.held_in)
        fitting = (role for role in held if not role.kinds or subject.kind in role.kinds)
    return [(role.code, role.title) for role in fitting if role.code in mine]


def _back(subject: Place | Organization) -> str:
    """The list of posts at the place, or the organisation's own page."""
    if isinstance(subject, Place):
        return f"{reverse('posts:index')}?place={subject.pk}"
    return reverse("organizations:organization", kwargs={"pk": subject.pk})
