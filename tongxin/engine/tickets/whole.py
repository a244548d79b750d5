"""What a telephone is answered that sends at once what was written on it without a signal."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from tongxin.engine.flows.models import Flowing
from tongxin.engine.tickets import codes
from tongxin.engine.tickets.following import Kind


def received(kind: Kind, request: HttpRequest, thing: Flowing, *, differs: bool = False) -> HttpResponse:
    """200 with number, query code and the page to follow it, which this browser may open from now on; 409
    with the same where something else came before under its key.
    """
    told = {
        "number": str(thing),
        "code": codes.grouped(codes.code_for(thing.client_key)),
        "href": reverse(kind.page, args=[thing.number]),
    }
    response = JsonResponse(told, status=409 if differs else 200)
    kind.hold(request, response, thing)
    return response


def refused(errors: Mapping[str, object]) -> JsonResponse:
    """422 with what is wrong: a sentence for each field."""
    return JsonResponse({"errors": {field: str(said) for field, said in errors.items()}}, status=422)


def plain(text: str) -> str:
    """A text whatever its line ends: telephones send others than they show."""
    return "\n".join(text.split("\r\n")).strip()
