"""What keeps a file or a row out, said so that whoever sent it can mend it."""


class Unusable(Exception):
    """The file or the map as a whole can't be used; nothing was taken in. ``str()`` is the sentence."""


class Problem(Exception):
    """One row can't be taken in; the others can. ``str()`` is the sentence."""
