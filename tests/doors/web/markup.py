"""Reads a page as a browser's parser would, and says what is wrong with its markup."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Inline SVG closes its shapes itself.
SHAPES = {"path", "circle", "rect", "use", "line", "polygon"}
NAMELESS = {"hidden", "submit", "button"}


@dataclass
class Page(HTMLParser):
    """``problems`` after ``feed``: crossed tags, ids used twice, fields without a name, skipped headings,
    anything inline that a strict policy would refuse.
    """

    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.references: list[str] = []
        self.fields: list[tuple[str, dict]] = []
        self.headings: list[int] = []
        self.buttons: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._no_inline(tag, given)
        if "id" in given:
            self.ids.append(given["id"] or "")
        for name in ("aria-describedby", "aria-labelledby", "for"):
            self.references += (given.get(name) or "").split()
        if tag == "label" and "for" in given:
            self.labelled.add(given["for"] or "")
        if tag in {"input", "select", "textarea"} and given.get("type") not in NAMELESS:
            named = "label" in self.open or given.get("aria-label") or given.get("aria-labelledby")
            if not named:
                self.fields.append((given.get("id") or "", given))
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if tag == "img" and "alt" not in given:
            self.problems.append("picture without alt")
        if tag not in VOID | SHAPES:
            self.open.append(tag)

    def _no_inline(self, tag: str, given: dict) -> None:
        handlers = [name for name in given if name.startswith("on") or name == "style"]
        if handlers:
            self.problems.append(f"inline {handlers} on {tag}")
        # A block of JSON is data: no browser runs it.
        runs = tag == "script" and "src" not in given and given.get("type") != "application/json"
        if tag == "style" or runs:
            self.problems.append(f"inline {tag}")
        elsewhere = [v for k, v in given.items() if k in {"src", "href", "action"} and "//" in (v or "")]
        if elsewhere and tag in {"script", "link", "img", "form", "iframe"}:
            self.problems.append(f"another origin: {elsewhere}")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID | SHAPES:
            return
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self.open[-1:]}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def judge(self) -> list[str]:
        """Everything that is wrong with the page read so far."""
        twice = sorted({each for each in self.ids if self.ids.count(each) > 1})
        lost = sorted(set(self.references) - set(self.ids))
        bare = [given.get("name") for key, given in self.fields if key not in self.labelled]
        steps = zip([0, *self.headings], self.headings, strict=False)
        skipped = [f"h{before} then h{after}" for before, after in steps if after > before + 1]
        found = [("id twice", twice), ("refers to nothing", lost), ("field without label", bare)]
        found += [("heading skipped", skipped), ("left open", self.open)]
        if self.headings.count(1) != 1:
            found.append(("h1", [str(self.headings.count(1))]))
        return self.problems + [f"{what}: {which}" for what, which in found if which]


def problems(html: str) -> list[str]:
    """What is wrong with the markup of ``html``; empty when nothing is."""
    page = Page()
    page.feed(html)
    return page.judge()
