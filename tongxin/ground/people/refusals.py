"""What people refuses, in words for the person who asked. Never quotes the personal data it is about."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """This can't be done; ``reason`` is a sentence to show."""

    def __init__(self, reason: object) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)


class Invalid(Refused):
    """Something given can't be right. ``errors`` maps each field's name to its sentence."""

    def __init__(self, errors: Mapping[str, object]) -> None:
        super().__init__(_("Something is missing or not right."))
        self.errors = dict(errors)


class InvalidRows(Refused):
    """Several rows can't be taken. ``problems`` maps a row's position, from 1, to its errors."""

    def __init__(self, problems: Mapping[int, Mapping[str, object]]) -> None:
        super().__init__(_("Some rows can't be taken."))
        self.problems = {row: dict(errors) for row, errors in problems.items()}


class StillNeeded(Refused):
    """A person can't be erased now, because something open still names them; ``nouns`` says what."""

    def __init__(self, nouns: Sequence[object]) -> None:
        named = ", ".join(str(noun) for noun in nouns)
        super().__init__(
            _("This person can't be erased yet: still named by %(nouns)s. Erase when that is over.")
            % {"nouns": named}
        )
        self.nouns = list(nouns)


class Gone(Refused):
    """The person was erased: there is nothing left to see or to change."""

    def __init__(self) -> None:
        super().__init__(_("This person was erased. Nothing about them is kept."))


class LinkSpent(Refused):
    """The one-time link was used, replaced or has run out."""

    def __init__(self) -> None:
        super().__init__(_("This link no longer works. Please ask for a new one."))
