"""Where the photos of orders lie."""

from tongxin.engine.photos.shelf import Shelf

SHELF = Shelf("orders")
