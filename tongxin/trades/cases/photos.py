"""Where the photos of cases lie."""

from tongxin.engine.photos.shelf import Shelf

SHELF = Shelf("cases")
