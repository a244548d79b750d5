"""适老化: what the ministry asks of pages for old people, how they meet it, the test that shows it.

After the requirements for 适老化 of web pages and apps (工业和信息化部, 2021) and WCAG 2.1 AA. /accessibility
prints the table; a test refuses a line whose proof is not there.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

SHELL = "tests/doors/web/test_shell.py"
MARKUP = "tests/doors/web/test_markup.py"
LARGE = "tests/doors/web/test_large_letters.py"
E2E = "tests/e2e/test_shell.py"
ALOUD = "tests/e2e/test_large_letters.py"


@dataclass(frozen=True, slots=True)
class Need:
    """One requirement, how it is met, the test that would fail if it were not (``file::name``), and what
    that test does, as a sentence.
    """

    need: object
    met: object
    proof: str
    tested: object


NEEDS = (
    Need(
        _("A version for old people, entered from the first page"),
        _("Its button heads every page: one tap there, one tap back, and the device remembers."),
        f"{LARGE}::test_one_tap_there_and_one_tap_back",
        _("One tap leads there, one tap back."),
    ),
    Need(
        _("Main text of at least 18 pt, titles of at least 30"),
        _("No letter is smaller than 24 px, titles are 33 px; the browser's own zoom works, too."),
        f"{MARKUP}::test_large_letters_are_large_by_the_ministrys_measure",
        _("Sizes and spaces are compared with the ministry's measure."),
    ),
    Need(
        _("Lines at least 1.3 apart, paragraphs 1.3 times that"),
        _("Lines are 1.6 apart (1.5 in English), paragraphs 1.3 times as much."),
        f"{MARKUP}::test_large_letters_are_large_by_the_ministrys_measure",
        _("Sizes and spaces are compared with the ministry's measure."),
    ),
    Need(
        _("What is touched is at least 60 × 60"),
        _("Every button, link, field and choice is at least 60 px high; 44 px in the usual version."),
        f"{E2E}::test_targets_are_large_enough",
        _("Every target is measured in a browser."),
    ),
    Need(
        _("High contrast"),
        _("Computed from the colours themselves: at least 7:1, and 4.5:1 in the usual version."),
        f"{MARKUP}::test_text_stands_out_from_its_ground",
        _("Every pair of text and ground is computed."),
    ),
    Need(
        _("Colour is never the only sign"),
        _("Each state has a word and a shape; what is late or wrong also says so."),
        f"{LARGE}::test_no_state_is_said_by_colour_alone",
        _("Every mark of a state is looked at for its word and its shape."),
    ),
    Need(
        _("Read aloud"),
        _("A button reads the page sentence by sentence and marks where it is. It never starts by itself."),
        f"{ALOUD}::test_page_is_read_aloud_when_asked_and_only_then",
        _("A page is read aloud when asked, and only then."),
    ),
    Need(
        _("A simple version: one thing a page"),
        _("What is secondary is folded away and opens with one tap; nothing is left out."),
        f"{LARGE}::test_second_rank_is_folded_and_nothing_is_left_out",
        _("Both versions are compared: what one says, the other says."),
    ),
    Need(
        _("A person to speak to"),
        _("The telephone number comes first on every page for residents. A call does as much as the page."),
        f"{LARGE}::test_telephone_comes_first",
        _("The telephone number is looked for at the head of the pages."),
    ),
    Need(
        _("No advertisement, no window that pops up, no button that lures"),
        _("Nothing is loaded from other companies, nothing opens or moves by itself."),
        f"{SHELL}::test_policy_names_no_third_party_and_nothing_inline",
        _("The browser is forbidden to load from anybody else."),
    ),
    Need(
        _("Something else than a picture puzzle"),
        _("The device does a small sum while one writes. Without JavaScript the form counts all the same."),
        f"{E2E}::test_form_without_script_still_counts",
        _("A form is sent without JavaScript."),
    ),
    Need(
        _("Everything by keyboard"),
        _("The first Tab leads to the content; fields and buttons follow in the order one reads."),
        f"{E2E}::test_keyboard_reaches_the_content_first",
        _("Pages are walked through by keyboard."),
    ),
    Need(
        _("No gesture with three or more fingers"),
        _("There is no gesture at all: everything is a tap. Maps have a list beside them."),
        f"{LARGE}::test_no_script_waits_for_several_fingers",
        _("No script waits for several fingers."),
    ),
    Need(
        _("A narrow screen is enough"),
        _("At 360 px nothing has to be pushed sideways; tables become cards."),
        f"{E2E}::test_public_pages_fit_the_window",
        _("Pages are opened in a window 360 px wide."),
    ),
)
