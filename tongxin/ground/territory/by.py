from typing import Protocol


class By(Protocol):
    """Who does it: anything with a key for records and a name that is safe to show in a journal.

    At run time this is a ``posts.actors.Actor``; posts stand above territory, hence the protocol.
    """

    @property
    def key(self) -> str: ...

    @property
    def name(self) -> str: ...
