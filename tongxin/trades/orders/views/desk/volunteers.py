"""The volunteers of one's area: who they are as far as the desk may know, what they can, and the steps."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongxin.engine.flows.changes import after_refusal
from tongxin.engine.flows.offering import step_links
from tongxin.engine.flows.selectors import own_steps, timeline
from tongxin.engine.flows.steps import Attempt, attempt
from tongxin.engine.flows.storyline import chronicle
from tongxin.engine.tickets import numbers
from tongxin.engine.tickets.codes import grouped
from tongxin.ground.posts.actors import Actor
from tongxin.ground.posts.gates import Forbidden, has_anywhere, reason, require, sees
from tongxin.ground.territory.codes import qr_svg
from tongxin.trades.orders.choices import Tongue
from tongxin.trades.orders.flow_volunteer import VOLUNTEERING
from tongxin.trades.orders.models import PointRule, ServiceKind, Skill, Volunteer
from tongxin.trades.orders.models.volunteer import OVER
from tongxin.trades.orders.selectors.volunteers import PAGE, Narrowed, volunteers_of
from tongxin.trades.orders.ways_in import code_of

READ, ADMIT = "volunteer.read", "volunteer.admit"
TONES = {"joined": "new", "active": "working", "resting": "waiting", "refused": "stopped", "left": "stopped"}
WITH_CARD = ("admit", "renew")
ANY = ("", gettext_lazy("any"))


class NarrowVolunteersForm(forms.Form):
    """How the list is narrowed. A GET form: the address is the filter."""

    number = forms.CharField(label=gettext_lazy("Number"), required=False, max_length=20)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[ANY, *((each.name, each.label) for each in VOLUNTEERING.states)],
    )
    skill = forms.ChoiceField(label=gettext_lazy("What they can do"), required=False)
    member = forms.BooleanField(label=gettext_lazy("Party members only"), required=False)
    after = forms.IntegerField(required=False, min_value=1, max_value=10**15, widget=forms.HiddenInput)

    def __init__(self, *args, skills: dict[str, str], **options) -> None:
        super().__init__(*args, auto_id="narrow_%s", **options)
        self.fields["skill"].choices = [ANY, *skills.items()]


@login_required
@require_safe
def volunteers(request: HttpRequest) -> HttpResponse:
    """The latest first; who waits to be admitted is one press away."""
    if not has_anywhere(request.actor, READ):
        raise Forbidden(reason(READ))
    skills = {each.code: each.title for each in Skill.objects.all()}
    form = NarrowVolunteersForm(request.GET, skills=skills)
    given = form.cleaned_data if form.is_valid() else {}
    narrowed = Narrowed(
        **{name: given[name] for name in ("number", "state", "skill", "member") if name in given}
    )
    rows = volunteers_of(request.actor, narrowed, given.get("after") or 0)
    context = {
        "form": form,
        "rows": [_line(each, skills) for each in rows[:PAGE]],
        "next": _next(request, rows),
        "may_admit": has_anywhere(request.actor, ADMIT),
    }
    return render(request, "orders/desk/volunteers.html", context)


@login_required
@require_safe
def volunteer(request: HttpRequest, number: str) -> HttpResponse:
    """What they say of themselves, what is proved, what they have on hand, and what can be done."""
    found = volunteer_for(request.actor, number)
    return render(request, "orders/desk/volunteer.html", told(found, request.actor))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def volunteer_desk_step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """A step of the desk. Who is admitted, or gets a new way in, gets a card: shown this once."""
    found, actor = volunteer_for(request.actor, number), request.actor
    if step not in found.flow.step_by_name:
        raise Http404(_("There is no such step."))
    data = request.POST if request.method == "POST" else None
    tried = attempt(found, step, actor, data=data)
    back = reverse("orders:volunteer", args=[found.number])
    if tried.done:
        return _done(request, found, tried, back)
    context = {"shell": "web/desk.html", "tried": tried, "back": back, "back_label": found.shown}
    if tried.refusal and data is not None:
        context |= after_refusal(found, tried, actor)
    return render(request, "web/step.html", context, status=tried.status)


def volunteer_for(actor: Actor, number: str) -> Volunteer:
    """The volunteer of that number, for who may read it; else not found."""
    digits = numbers.parse(number, numbers.VOLUNTEERS) or ""
    related = ("person__account", "organization", "home", "unit")
    whole = Volunteer.objects.select_related(*related).annotate(points_given=Exists(PointRule.objects.all()))
    found = whole.filter(number=digits).first()
    if found is None:
        raise Http404(_("There is no volunteer of that number here."))
    require(actor, READ, found.place_path, at=found.home.full_name)
    return found


def told(found: Volunteer, actor: Actor) -> dict[str, object]:
    """What the desk may know of a volunteer. Their hours are theirs: no sum, no rank."""
    proofs = {each.skill_id: each for each in found.proofs.filter(withdrawn_at__isnull=True)}
    skills = {each.code: each for each in Skill.objects.filter(code__in=[*found.skills, *proofs])}
    kinds = ServiceKind.menu(found.home_path, timezone.localdate()) if found.interests else []
    base = reverse("orders:volunteer", args=[found.number])
    usual = "admit" if found.state == "joined" else ""
    registrations = found.registrations.filter(until=None).select_related("unit")
    return {
        "volunteer": found,
        "tone": TONES[found.state],
        "skills": [(each, proofs.get(code)) for code, each in skills.items()],
        "interests": [kind.title for kind in kinds if kind.code in found.interests],
        "tongues": [Tongue(each).label for each in found.tongues],
        "hours": found.hours.all(),
        "on_hand": list(found.open_engagements().select_related("order__kind")),
        "papers": found.certificates.all(),
        "registration": registrations.first(),
        "may_register": found.person_id
        and found.state not in OVER
        and sees(actor, found.place_path, "pairing.edit"),
        "may_withdraw": sees(actor, found.place_path, ADMIT),
        "may_read_person": found.person_id and sees(actor, found.place_path, "person.read_masked"),
        "offers": step_links(own_steps(found, actor), base, usual),
        "entries": chronicle(timeline(found), found.flow),
        "base": base,
    }


def _done(request: HttpRequest, found: Volunteer, tried: Attempt, back: str) -> HttpResponse:
    """The card belongs to the answer of the step itself: the same submission again shows none."""
    first = tried.result is not None
    if tried.step.name not in WITH_CARD or not first:
        messages.success(request, _("Done: %(step)s.") % {"step": tried.step.label})
        return redirect(back)
    found.refresh_from_db(fields=["link_round"])
    address = request.build_absolute_uri(reverse("orders:way_in"))
    context = {
        "volunteer": found,
        "code": grouped(code_of(found)),
        "address": address,
        "picture": qr_svg(f"{address}?number={found.number}"),
        "back": back,
    }
    return render(request, "orders/desk/card.html", context)


def _line(each: Volunteer, skills: dict[str, str]) -> dict[str, object]:
    today = timezone.localdate()
    proved = {proof.skill_id for proof in each.proofs.all() if proof.holds_on(today)}
    named = [
        code for code in {**dict.fromkeys(each.skills), **dict.fromkeys(sorted(proved))} if code in skills
    ]
    return {
        "volunteer": each,
        "tone": TONES[each.state],
        "skills": [(skills[code], code in proved) for code in named],
    }


def _next(request: HttpRequest, rows: list[Volunteer]) -> str:
    if len(rows) <= PAGE:
        return ""
    query = request.GET.copy()
    query["after"] = str(rows[PAGE - 1].pk)
    return f"?{query.urlencode()}"
