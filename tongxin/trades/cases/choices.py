"""The closed lists of a case. Stored as plain words, shown in the reader's language."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a need came in."""

    PLACE_CODE = "place_code", _("Place code")
    WEB = "web", _("Web page")
    DESK = "desk", _("Service desk")
    PHONE = "phone", _("Telephone")
    VISIT = "visit", _("Door-to-door visit")
    IMPORT = "import", _("File")
    PLATFORM = "platform", _("Another platform")


class Urgency(models.TextChoices):
    """Decides which promises hold. Danger to people is always an emergency."""

    NORMAL = "normal", _("Normal")
    URGENT = "urgent", _("Urgent")
    EMERGENCY = "emergency", _("Emergency")


class Satisfaction(models.IntegerChoices):
    """The four answers of the call-back; 2 (基本满意) weighs 0.9 in the satisfied rate."""

    NOT = 1, _("Not satisfied")
    MOSTLY = 2, _("Mostly satisfied")
    SATISFIED = 3, _("Satisfied")
    VERY = 4, _("Very satisfied")


class WaitingFor(models.TextChoices):
    """Whose move a paused clock is waiting for."""

    RESIDENT = "resident", _("The resident")
    THIRD_PARTY = "third_party", _("A third party")


class Stage(models.TextChoices):
    """At which moment of a case a photo was added."""

    REPORT = "report", _("With the report")
    SUPPLY = "supply", _("Added later")
    PROGRESS = "progress", _("At work")
    ANSWER = "answer", _("With the answer")


class Exclusion(models.TextChoices):
    """Whether a case is left out of the rates. Both rates are always shown."""

    COUNTED = "", _("Counted")
    PROPOSED = "proposed", _("Leaving out is proposed")
    EXCLUDED = "excluded", _("Left out of the rates")
