"""The forms of a page, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

UNTYPED = {"submit", "button", "reset", "image"}
WRITTEN = {"text", "search", "tel", "email", "number", "url", "textarea"}


@dataclass(frozen=True)
class Control:
    """One named control. ``kind`` is the input's type, "textarea" or "select"; ``value`` is the page's,
    ``options`` what a select offers.
    """

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)

    @property
    def written(self) -> bool:
        """Whether somebody types into it, and would have to type again what is lost."""
        return self.kind in WRITTEN


@dataclass
class Form:
    """One form that is posted: where it goes ("" to the page itself) and what it asks."""

    action: str
    controls: list[Control] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._within = False
        self._offering: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._within = given.get("method", "").lower() == "post"
            if self._within:
                self.forms.append(Form(given.get("action", "")))
        elif self._within and tag in {"input", "select", "textarea"} and given.get("name"):
            kind = given.get("type", "text") if tag == "input" else tag
            if kind not in UNTYPED:
                self._offering = []
                control = Control(given["name"], kind, given.get("value", ""), self._offering)
                self.forms[-1].controls.append(control)
        elif self._within and tag == "option":
            self._offering.append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._within = False


def forms_of(html: str) -> list[Form]:
    """Every form of a page that is posted, in the order of the page."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms
