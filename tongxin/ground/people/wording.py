"""Django's own hints about passwords, which we word differently in Chinese: named here, they stand in our
catalogue, which is asked before Django's (its translators say 你 where our pages say 您).
"""

from django.utils.translation import gettext_noop, ngettext_lazy

HINTS = (
    gettext_noop("Your old password was entered incorrectly. Please enter it again."),
    gettext_noop("Your password can’t be too similar to your other personal information."),
    gettext_noop("Your password can’t be a commonly used password."),
    gettext_noop("Your password can’t be entirely numeric."),
)
SHORTEST = ngettext_lazy(
    "Your password must contain at least %(min_length)d character.",
    "Your password must contain at least %(min_length)d characters.",
    "min_length",
)
