"""The closed lists of orders and volunteers. Stored as plain words, shown in the reader's language."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Way(models.TextChoices):
    """How an order came in."""

    PLACE_CODE = "place_code", _("Place code")
    WEB = "web", _("Web page")
    DESK = "desk", _("Service desk")
    PHONE = "phone", _("Telephone")
    VISIT = "visit", _("Door-to-door visit")
    STANDING = "standing", _("Standing order")


class Showing(models.TextChoices):
    """What a photo shows."""

    ASKED = "asked", _("what is to be done")
    DONE = "done", _("what was done")


class Haste(models.TextChoices):
    """Decides which promises hold."""

    NORMAL = "normal", _("Normal")
    URGENT = "urgent", _("Urgent")


class Shelf(models.TextChoices):
    """What the services of the menu are gathered under."""

    CARE = "care", _("Company and care")
    HOME = "home", _("At home")
    PAPERS = "papers", _("Papers and advice")
    LEARNING = "learning", _("Learning, children, culture")
    OTHER = "other", pgettext_lazy("services of the menu", "Other")


class Cost(models.TextChoices):
    """Who bears what a service costs; the work itself is always free."""

    FREE = "free", _("Free")
    MATERIALS = "materials", _("The work is free; materials are paid for by whoever orders")
    COMMUNITY = "community", _("The community bears the cost")
    UNIT = "unit", _("A paired unit bears the cost")


class Rhythm(models.IntegerChoices):
    """Days between two visits of a standing order."""

    WEEKLY = 7, _("Every week")
    FORTNIGHTLY = 14, _("Every two weeks")
    FOUR_WEEKLY = 28, _("Every four weeks")

    @property
    def step(self) -> timedelta:
        return timedelta(days=self.value)


class Ending(models.TextChoices):
    """How somebody's part in an order ended."""

    DONE = "done", _("Completed")
    DECLINED = "declined", _("Declined")
    UNANSWERED = "unanswered", _("Did not answer")
    HANDED_BACK = "handed_back", _("Handed back")
    SWAPPED = "swapped", _("Swapped with somebody else")
    RECALLED = "recalled", _("Called back by the community")
    NO_SHOW = "no_show", _("Did not come")
    CANCELLED = "cancelled", _("The order was cancelled")


class Content(models.IntegerChoices):
    """The four answers of whoever ordered."""

    NOT = 1, _("Not satisfied")
    MOSTLY = 2, _("Mostly satisfied")
    SATISFIED = 3, _("Satisfied")
    VERY = 4, _("Very satisfied")


class Tongue(models.TextChoices):
    """Languages somebody may need or speak beside standard Chinese."""

    DIALECT = "dialect", _("Local dialect")
    SIGN = "sign", _("Sign language")
    ENGLISH = "english", _("English")


class Weekday(models.IntegerChoices):
    MONDAY = 1, pgettext_lazy("day of the week", "Monday")
    TUESDAY = 2, pgettext_lazy("day of the week", "Tuesday")
    WEDNESDAY = 3, pgettext_lazy("day of the week", "Wednesday")
    THURSDAY = 4, pgettext_lazy("day of the week", "Thursday")
    FRIDAY = 5, pgettext_lazy("day of the week", "Friday")
    SATURDAY = 6, pgettext_lazy("day of the week", "Saturday")
    SUNDAY = 7, pgettext_lazy("day of the week", "Sunday")


class Means(models.TextChoices):
    """What a unit can give and a community can need."""

    ROOM = "room", _("A room")
    SKILL = "skill", _("People with a skill")
    CAR = "car", _("A car")
    MATERIAL = "material", _("Material")
    SPEAKER = "speaker", _("A speaker")
