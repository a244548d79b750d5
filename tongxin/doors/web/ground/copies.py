"""The copy of what is kept about a person, as they get it: printed on A4, or as a file a machine reads."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from tongxin.ground.people.actions import Copy
from tongxin.ground.people.keeping import said
from tongxin.ground.people.purposes import PART_WORDS


def as_paper(request: HttpRequest, made: Copy) -> HttpResponse:
    """A page to print. It is shown once and never kept."""
    return render(request, "web/people/copy.html", {"made_at": said(made.made_at), "kept": _in_words(made)})


def as_file(made: Copy) -> HttpResponse:
    """The same as JSON: headings with rows, a list of labels and values each. A label may come twice."""
    kept = [
        {"title": title, "rows": [[{"label": label, "value": value} for label, value in row] for row in rows]}
        for title, rows in _in_words(made)
    ]
    answer = JsonResponse(
        {"made_at": timezone.localtime(made.made_at).isoformat(timespec="seconds"), "kept": kept},
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="copy-{timezone.localdate()}.json"'
    return answer


def _in_words(made: Copy) -> list[tuple[str, list[list[tuple[str, str]]]]]:
    """The details themselves first, then heading by heading; what is empty is left out."""
    details = [(words, getattr(made.identity, part)) for part, words in PART_WORDS.items()]
    rows = [(gettext("Your details"), [details]), *((kept.title, kept.rows) for kept in made.kept)]
    return [
        (title, [[(str(label), said(value)) for label, value in row if said(value)] for row in listed])
        for title, listed in rows
    ]
