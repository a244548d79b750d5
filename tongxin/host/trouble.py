"""The one way in which this storey refuses: a sentence a person can act on."""


class Trouble(Exception):
    """Something about this machine stands in the way.

    The message is one plain sentence: what is wrong, then how to mend it. Nothing was changed
    that would have to be undone. Callers print it and leave with a status other than 0.
    """
