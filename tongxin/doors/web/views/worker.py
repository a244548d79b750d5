"""The service worker of the resident's pages: what a telephone keeps, to be used without a signal."""

import hashlib
import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

# What the kept pages need. Scripts that these import are named too.
KEPT = (
    "web/tongxin.css",
    "web/resident.css",
    "web/enhance.js",
    "web/aloud.js",
    "web/proof.js",
    "web/mark.svg",
    "web/posting.js",
    "web/outbox.js",
    "web/waiting.js",
    "cases/resident.css",
    "orders/orders.css",
)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the addresses of what it keeps; other bytes as soon as one of them changes.

    With ``?sends`` it is a module that sends what waits when the browser wakes it: for browsers that do.
    """
    kept = [static(name) for name in KEPT]
    shell = {
        "version": hashlib.sha256(json.dumps(kept).encode()).hexdigest()[:12],
        "pages": {
            "report": reverse("cases:waiting"),
            "order": reverse("orders:waiting"),
            "other": reverse("web:offline"),
        },
        "kept": kept,
        "preference": reverse("web:preference"),
    }
    outbox = static("web/outbox.js") if "sends" in request.GET else ""
    context = {"shell": json.dumps(shell), "script": static("web/worker.js"), "outbox": outbox}
    response = render(request, "web/worker.js", context, content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response
