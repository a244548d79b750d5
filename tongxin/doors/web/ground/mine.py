"""What an account does with itself: its sign-ins, who looked at its person, its first password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongxin.doors.web.ground.people_forms import PasswordForm
from tongxin.ground.people import actions, selectors
from tongxin.ground.people.refusals import Invalid, LinkSpent

LINK = "password_link"


@login_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The account's own page."""
    facts = [
        {"label": _("Sign-in name"), "value": request.user.username},
        {"label": _("Posts"), "value": "\n".join(held.label for held in request.actor.holdings) or "—"},
    ]
    context = {
        "facts": facts,
        "sign_ins": selectors.last_sign_ins(request.user),
        "changes": selectors.changes_of(request.user),
    }
    return render(request, "web/account/mine.html", context)


@login_required
@never_cache
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Who looked at the person this account belongs to."""
    found = request.user.person
    context = {"person": found, "looks": selectors.looks_at(found)[:200] if found else []}
    return render(request, "web/account/looks.html", context)


@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every other session; this one stays."""
    account = actions.sign_out_everywhere(request.user, by=request.actor)
    update_session_auth_hash(request, account)
    messages.success(request, _("You are signed out on every other device."))
    return redirect("account_mine")


@never_cache
@require_safe
def take_link(request: HttpRequest, secret: str) -> HttpResponse:
    """A one-time link was opened: keep its secret in the session, out of the address from now on."""
    request.session[LINK] = secret
    return redirect("account_first_password")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def first_password(request: HttpRequest) -> HttpResponse:
    """Choose the password of the account a one-time link belongs to."""
    secret = request.session.get(LINK, "")
    form = PasswordForm(request.POST or None)
    try:
        link = selectors.living_link(secret)
        if request.method == "POST" and form.is_valid():
            actions.use_reset_link(secret, password=form.cleaned_data["password"])
            del request.session[LINK]
            messages.success(request, _("Your password is set. Please sign in."))
            return redirect("account_login")
    except Invalid as invalid:
        form.add_error("password", str(invalid.errors["password"]))
    except LinkSpent as spent:
        return render(request, "web/account/link.html", {"spent": spent}, status=410)
    context = {"form": form, "username": link.account.username}
    return render(request, "web/account/link.html", context)
