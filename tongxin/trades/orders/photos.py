"""Where the photos of orders lie, and those of an order that is still being written."""

from tongxin.engine.photos.aside import Tray
from tongxin.engine.photos.shelf import Shelf
from tongxin.engine.tickets.drafts import KEPT_FOR, Unsent

SHELF = Shelf("orders")


def tray_of(draft: Unsent) -> Tray:
    """The photos that go along when the draft is sent; they are kept as long as it is."""
    return Tray.of("orders.draft", draft.pk, kept_for=KEPT_FOR)
