"""How long details of each kind are kept: the dated rules, and a new one from a day on."""

import datetime as dt

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from tongxin.doors.web.ground.desk import area
from tongxin.doors.web.wording import full_day
from tongxin.engine.flows.rights import holds_everywhere, require_everywhere
from tongxin.engine.flows.written import day_field
from tongxin.ground.people import actions
from tongxin.ground.people.models import Person, RetentionRule
from tongxin.ground.people.refusals import Invalid
from tongxin.ground.people.selectors import persons_due, retention_changes
from tongxin.ground.posts.gates import has_anywhere

READ, AUDIT, ERASE = "person.read_masked", "journal.verify", "person.erase"


class RetentionForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Which details"), choices=RetentionRule.Kind.choices)
    months = forms.IntegerField(label=gettext_lazy("For how many months"), min_value=1)
    since = day_field(
        gettext_lazy("From which day"),
        help_text=gettext_lazy("Tomorrow at the earliest, so that a slip can be put right before it counts."),
    )
    source = forms.CharField(label=gettext_lazy("By which rule"), max_length=200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The rules there are; who may erase everywhere enters another."""
    if request.method == "POST":
        require_everywhere(request.actor, ERASE)
        return _entered(request, RetentionForm(request.POST))
    if not has_anywhere(request.actor, AUDIT):
        area(request, READ)
    return _page(request, RetentionForm())


def _entered(request: HttpRequest, form: RetentionForm) -> HttpResponse:
    if form.is_valid():
        try:
            rule = actions.set_retention(by=request.actor, **form.cleaned_data)
        except Invalid as invalid:
            for field, sentence in invalid.errors.items():
                form.add_error(field, str(sentence))
        else:
            messages.success(request, _what_follows(rule))
            return redirect("people:retention")
    return _page(request, form, status=422)


def _what_follows(rule: RetentionRule) -> str:
    """From when it holds, and how many persons' time will be over then."""
    words = _("This period holds from %(day)s on.") % {"day": full_day(rule.since)}
    if rule.kind not in Person.Kind.values:
        return words
    begins = timezone.make_aware(dt.datetime.combine(rule.since, dt.time.min))
    due = persons_due(rule.kind, months=rule.months, at=begins).count()
    then = ngettext(
        "The details of %(n)d person are over it by then and will be erased.",
        "The details of %(n)d persons are over it by then and will be erased.",
        due,
    )
    return f"{words} {then % {'n': due}}" if due else words


def _page(request: HttpRequest, form: RetentionForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form if holds_everywhere(request.actor, ERASE) else None,
        "rules": RetentionRule.objects.order_by("kind", "-since", "-pk"),
        "today": timezone.localdate(),
        "changes": retention_changes(),
    }
    return render(request, "web/people/retention.html", context, status=status)
