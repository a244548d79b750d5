"""Desk pages of people: masked lists, one person with what a post allows, households, unusual looking."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxin.doors.web.ground.copies import as_file, as_paper
from tongxin.doors.web.ground.desk import area
from tongxin.doors.web.ground.people_forms import (
    CopyForm,
    CorrectPersonForm,
    ErasePersonForm,
    FindPersonForm,
    MovePersonForm,
    UnmaskForm,
)
from tongxin.engine.flows.rights import holds_everywhere
from tongxin.ground.people import actions, selectors
from tongxin.ground.people.identity import Identity
from tongxin.ground.people.models import Household, Person
from tongxin.ground.people.models.agreements import Channel
from tongxin.ground.people.purposes import PART_WORDS
from tongxin.ground.people.refusals import Invalid, Refused
from tongxin.ground.posts.gates import require, scope_q, sees

READ, UNMASK, EDIT, ERASE, AUDIT = (
    "person.read_masked",
    "person.unmask",
    "person.edit",
    "person.erase",
    "journal.verify",
)
PAGE = 50
WINDOWS = {"1": (1, 20), "24": (24, 80)}  # hours looked back: more persons than this is unusual


@login_required
@never_cache
@sensitive_post_parameters("text")
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The persons of one's area, masked; a POST finds by a whole name, phone or ID number."""
    area(request, READ)
    within = _mine(request)
    form = FindPersonForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        found = selectors.search_masked(form.cleaned_data["text"], within=within)
        context |= {"searched": True, "persons": found}
    else:
        persons = list(_after(request, within)[: PAGE + 1])
        context["persons"] = persons[:PAGE]
        if len(persons) > PAGE:
            context["next"] = f"{reverse('people:index')}?after={persons[PAGE - 1].pk}"
    return render(request, "web/people/index.html", context)


@login_required
@never_cache
@require_safe
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person, masked, with the forms this post may use here."""
    return person_page(request, person_of(request, pk, READ))


@login_required
@never_cache
@require_POST
def unmask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what a purpose opens, once, on the answer itself: it is never kept for a later page."""
    found = person_of(request, pk, UNMASK)
    form = UnmaskForm(request.POST)
    if not form.is_valid():
        return person_page(request, found, unmask_form=form, status=422)
    try:
        seen = actions.unmask(found, by=request.actor, **form.cleaned_data)
    except Invalid as invalid:
        _complain(form, invalid)
        return person_page(request, found, unmask_form=form, status=422)
    except Refused as refused:
        return person_page(request, found, refused=refused, status=409)
    return person_page(request, found, seen=_in_words(seen))


@login_required
@never_cache
@require_POST
def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything that is kept about a person, for them: on paper, or as a file."""
    found = person_of(request, pk, UNMASK)
    form = CopyForm(request.POST)
    if not form.is_valid():
        return person_page(request, found, copy_form=form, status=422)
    try:
        made = actions.hand_out(found, by=request.actor, **form.cleaned_data)
    except Refused as refused:
        return person_page(request, found, refused=refused, status=409)
    return as_file(made) if "file" in request.POST else as_paper(request, made)


@login_required
@sensitive_post_parameters("text")
@require_POST
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Replace one detail."""
    found = person_of(request, pk, EDIT)
    form = CorrectPersonForm(request.POST)
    if form.is_valid():
        field = form.cleaned_data["field"]
        try:
            actions.correct(found, by=request.actor, **{field: form.cleaned_data["text"]})
        except Invalid as invalid:
            form.add_error("text", str(invalid.errors[field]))
        except Refused as refused:
            return person_page(request, found, refused=refused, status=409)
        else:
            messages.success(request, _("Corrected."))
            return redirect("people:person", pk)
    return person_page(request, found, correct_form=form, status=422)


@login_required
@require_POST
def erase(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Empty everything about a person."""
    found = person_of(request, pk, ERASE)
    form = ErasePersonForm(request.POST)
    if not form.is_valid():
        return person_page(request, found, erase_form=form, status=422)
    try:
        actions.erase(found, by=request.actor, reason=form.cleaned_data["reason"])
    except Refused as refused:
        return person_page(request, found, refused=refused, status=409)
    messages.success(request, _("Erased. Nothing about this person is kept."))
    return redirect("people:index")


@login_required
@never_cache
@require_safe
def household(request: HttpRequest, pk: int) -> HttpResponse:
    """Who lives behind one door, masked."""
    home = get_object_or_404(Household.objects.select_related("place"), pk=pk)
    require(request.actor, READ, home.place_path)
    homes = selectors.households_at(home.place)
    return render(request, "web/people/household.html", {"place": home.place, "homes": homes})


@login_required
@require_safe
def unusual(request: HttpRequest) -> HttpResponse:
    """For the auditor: who saw unusually many persons in the last hour, or the last day (``?hours=24``)."""
    area(request, AUDIT)
    hours, most = WINDOWS.get(request.GET.get("hours", "1"), WINDOWS["1"])
    within = scope_q(request.actor, AUDIT) | Q(place_path="")
    lookers = selectors.busy_lookers(timezone.now(), hours=hours, most=most, within=within)
    context = {"lookers": lookers, "hours": hours, "most": most, "changes": selectors.latest_help()}
    return render(request, "web/people/unusual.html", context)


def _after(request: HttpRequest, within: Q) -> Any:
    """Persons in the order of the tree, behind the one the last page ended with."""
    found = selectors.masked().filter(within, erased_at__isnull=True).select_related("household__place")
    last = None
    if text := request.GET.get("after"):
        try:
            last = found.filter(pk=UUID(text)).values_list("place_path", "pk").first()
        except ValueError:
            raise Http404 from None
    if last:
        path, pk = last
        found = found.filter(Q(place_path__gt=path) | Q(place_path=path, pk__gt=pk))
    return found.order_by("place_path", "pk")


def person_of(request: HttpRequest, pk: UUID, verb: str) -> Person:
    """The person, masked, if ``verb`` is allowed where they live; Hidden or Forbidden where it is not."""
    found = get_object_or_404(selectors.masked().select_related("household__place"), pk=pk)
    if found.place_path or not holds_everywhere(request.actor, verb):
        require(request.actor, verb, found.place_path)
    return found


def _mine(request: HttpRequest) -> Q:
    """The persons of one's area; who answers for a whole zone also sees those without a place."""
    within = scope_q(request.actor, READ)
    return within | Q(place_path="") if holds_everywhere(request.actor, READ) else within


def person_page(request: HttpRequest, found: Person, *, status: int = 200, **shown: Any) -> HttpResponse:
    """A person's page with the forms this post may use; ``shown`` comes on top, or in place of a form."""

    def may(verb: str) -> bool:
        return sees(request.actor, found.place_path, verb)

    offered = {
        "unmask_form": UnmaskForm() if may(UNMASK) else None,
        "copy_form": CopyForm() if may(UNMASK) else None,
        "correct_form": CorrectPersonForm() if may(EDIT) else None,
        "move_form": MovePersonForm(area=Q()) if may(EDIT) else None,
        "erase_form": ErasePersonForm() if may(ERASE) else None,
        "agreements": selectors.agreements_of(found) if may(READ) else None,
        "notices": selectors.notices_to(found) if may(READ) else None,
        "may_edit": may(EDIT),
        "channels": [choice for choice in Channel.choices if choice[0] != Channel.WEB],
        "looks": selectors.looks_at(found)[:100],
    }
    context = {"person": found, "facts": _facts(found)} | offered | shown
    return render(request, "web/people/person.html", context, status=status)


def _facts(found: Person) -> list[dict[str, object]]:
    home = found.household
    return [
        {"label": _("Phone"), "value": found.phone_mask or "—"},
        {"label": _("ID number"), "value": found.id_mask or "—"},
        {"label": _("Born"), "value": found.born or "—"},
        {"label": _("Known as"), "value": found.get_kind_display()},
        {
            "label": _("Lives at"),
            "value": str(home.place) if home else "—",
            "href": reverse("people:household", args=[home.pk]) if home else "",
        },
    ]


def _in_words(seen: Identity) -> list[dict[str, object]]:
    opened = ((words, getattr(seen, part)) for part, words in PART_WORDS.items())
    return [{"label": words, "value": text} for words, text in opened if text]


def _complain(form: UnmaskForm, invalid: Invalid) -> None:
    for field, sentence in invalid.errors.items():
        form.add_error(field, str(sentence))
