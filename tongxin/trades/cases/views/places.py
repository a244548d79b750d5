"""The page behind the code on a door."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongxin.ground.posts.answering import who_answers
from tongxin.ground.territory.selectors import resolve_place_code
from tongxin.trades.cases.public import going_on


@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Where am I, what can I do here, what is going on. A wrong or withdrawn code says what to do instead."""
    found = resolve_place_code(code.upper())
    if found is None:
        return render(request, "cases/resident/no_place.html", status=404)
    doors = [
        {
            "label": _("Report a problem"),
            "note": _("Something is broken, dangerous or unfair"),
            "href": f"/report?at={found.code}",
            "primary": True,
        },
        {
            "label": _("Ask for a service"),
            "note": _("Somebody to go along, to mend, to explain; done by neighbours, for nothing"),
            "href": f"/order?at={found.code}",
        },
        {
            "label": _("See how it stands"),
            "note": _("With your number and query code"),
            "href": "/track",
        },
    ]
    answers = who_answers(found.place)
    context = {
        "place": found.place,
        "doors": doors,
        "going_on": going_on(found.place),
        "answers": answers,
        # Whoever answers first, by way of the community; a company's number is not what one is sent to.
        "local_phone": answers[0].phone if answers else "",
    }
    return render(request, "cases/resident/place.html", context)
