"""Accounts: opened, closed and helped by an account manager; nobody makes their own."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from tongxin.doors.web.ground.desk import area, may
from tongxin.doors.web.ground.people_forms import OpenAccountForm
from tongxin.ground.people import actions
from tongxin.ground.people.models import Account, FactorReset
from tongxin.ground.people.refusals import Invalid
from tongxin.ground.people.selectors import waiting_resets
from tongxin.ground.posts import actions as posts

MANAGE, CONFIRM = "account.manage", "account.confirm"
PAGE = 100
ASKED = gettext_lazy(
    "This account opens identities, audits, or helps others: a second person has to agree within a day."
)


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The accounts there are, by name, and what waits for a second person."""
    area(request, CONFIRM)
    return _page(request)


@login_required
@never_cache
@sensitive_post_parameters("phone")
@require_POST
def open_account(request: HttpRequest) -> HttpResponse:
    """Open an account and show the link by which its holder sets the password, once."""
    area(request, MANAGE)
    form = OpenAccountForm(request.POST)
    if form.is_valid():
        try:
            made = actions.open_account(by=request.actor, **form.cleaned_data)
        except Invalid as invalid:
            for field, sentence in invalid.errors.items():
                form.add_error(field if field in form.fields else None, str(sentence))
        else:
            return _shown(request, made, actions.reset_password(made, by=request.actor))
    return _page(request, form=form, status=422)


@login_required
@never_cache
@require_POST
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Do one thing with an account: a new password link, no second step, close."""
    area(request, MANAGE)
    chosen, do = get_object_or_404(Account, pk=pk), request.POST.get("do")
    try:
        if do == "link":
            if secret := posts.reset_password(chosen, by=request.actor):
                return _shown(request, chosen, secret)
            messages.info(request, ASKED)
        if do == "second_factor":
            _reset(request, chosen)
        elif do == "close":
            actions.close_account(chosen, by=request.actor, reason=request.POST.get("reason", ""))
    except Invalid as invalid:
        return _page(request, refused=" ".join(map(str, invalid.errors.values())), status=422)
    return redirect("people:accounts")


@login_required
@never_cache
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, as the second person, to a password link or to taking the second step away; or refuse it."""
    area(request, CONFIRM)
    asked, granted = get_object_or_404(FactorReset, pk=pk), request.POST.get("do") == "agree"
    try:
        secret = actions.decide_reset(asked, granted=granted, by=request.actor)
    except Invalid as invalid:
        return _page(request, refused=" ".join(map(str, invalid.errors.values())), status=409)
    if secret:
        return _shown(request, asked.account, secret, hours=actions.AGREED_LINK_HOURS)
    messages.success(request, _("The second step is taken away.") if granted else _("It stays as it is."))
    return redirect("people:accounts")


def _reset(request: HttpRequest, chosen: Account) -> None:
    if posts.reset_second_factor(chosen, by=request.actor):
        messages.success(request, _("The second step is taken away."))
    else:
        messages.info(request, ASKED)


def _shown(
    request: HttpRequest, chosen: Account, secret: str, *, hours: int = actions.LINK_HOURS
) -> HttpResponse:
    """The page with the link for its holder, this once."""
    address = request.build_absolute_uri(reverse("account_link", args=[secret]))
    return _page(request, link=address, link_for=chosen.username, link_hours=hours)


def _page(request: HttpRequest, *, status: int = 200, **shown: Any) -> HttpResponse:
    after = request.GET.get("after", "")
    found = list(
        Account.objects.filter(username__gt=after).select_related("person").order_by("username")[: PAGE + 1]
    )
    waiting = waiting_resets(timezone.now())
    context: dict[str, Any] = {
        "form": OpenAccountForm() if may(request, MANAGE) else None,
        "accounts": found[:PAGE],
        "waiting": [{"asked": each, "own": actions.own_reason(each, request.actor)} for each in waiting],
    }
    if len(found) > PAGE:
        context["next"] = f"{reverse('people:accounts')}?{urlencode({'after': found[PAGE - 1].username})}"
    return render(request, "web/people/accounts.html", context | shown, status=status)
