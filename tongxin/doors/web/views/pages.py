"""Pages that need no record: the door of the house and what it promises."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """For residents: the code at the door, or the number of a report. For staff: sign in."""
    return render(request, "web/home.html")


def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "web/help.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, who sees it, how to have it erased."""
    return render(request, "web/privacy.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "web/accessibility.html")
