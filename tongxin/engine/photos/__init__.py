"""Photos of strangers: made harmless, kept under random names, shown only through a view."""
