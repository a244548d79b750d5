"""The menu: what can be ordered where, and what it takes to do it."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tongxin.ground.organizations.dates import in_force, not_backwards
from tongxin.ground.territory.fields import PlacePathField
from tongxin.ground.territory.paths import ancestors_of
from tongxin.trades.orders.choices import Cost, Shelf

VETTED = "vetted"


def _english() -> bool:
    return (get_language() or "").startswith("en")


class Skill(models.Model):
    """Something a volunteer can do. With ``proof`` it counts only while a proof seen by staff is valid."""

    code = models.SlugField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("Chinese name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=60)
    proof = models.BooleanField(_("needs a proof"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("skill")
        verbose_name_plural = _("skills")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.name_en if _english() else self.name

    @classmethod
    def needing_proof(cls) -> set[str]:
        """The codes that count only with a proof."""
        return set(cls.objects.filter(proof=True).values_list("code", flat=True))


class ServiceKind(models.Model):
    """One row of the menu, on the days ``since <= day < until``, at ``place_path`` and below ("" everywhere).

    The row of the longest ``place_path`` is the one a place has of a code. ``minutes`` is what it usually
    takes; ``skills`` are codes of what each volunteer needs; ``persons`` one or two. ``sensitive``: inside a
    home alone, money, or the body: never open to take, vetted volunteers only, always two. ``most_open``: how
    many of it one resident may have open. ``from_age`` is the least age of whoever it is for, 0 for anyone;
    ``volunteer_age`` of whoever does it. ``shelf`` is what it is gathered under on the menu. Where
    there is no English the Chinese is shown.
    """

    code = models.SlugField(_("code"), max_length=32)
    place_path = PlacePathField(_("place"), blank=True, default="")
    station = models.CharField(_("offered by"), max_length=80, blank=True)
    name = models.CharField(_("Chinese name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    includes = models.CharField(pgettext_lazy("of a service", "what it includes"), max_length=300)
    includes_en = models.CharField(_("what it includes, in English"), max_length=400, blank=True)
    whom = models.CharField(_("for whom"), max_length=80, blank=True)
    whom_en = models.CharField(_("for whom, in English"), max_length=120, blank=True)
    from_age = models.PositiveSmallIntegerField(_("from age"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    skills = ArrayField(models.CharField(max_length=32), default=list, blank=True, verbose_name=_("skills"))
    persons = models.PositiveSmallIntegerField(_("how many persons"), default=1)
    sensitive = models.BooleanField(_("sensitive"), default=False)
    cost = models.CharField(_("cost"), max_length=12, choices=Cost, default=Cost.FREE)
    most_open = models.PositiveSmallIntegerField(_("open at a time"), default=2)
    volunteer_age = models.PositiveSmallIntegerField(_("volunteers from age"), default=18)
    shelf = models.CharField(_("gathered under"), max_length=12, choices=Shelf, default=Shelf.OTHER)
    position = models.PositiveSmallIntegerField(default=0)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["position", "code", "place_path"]
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "place_path"], condition=Q(until__isnull=True), name="service_kind_one_open"
            ),
            models.CheckConstraint(condition=Q(persons__in=(1, 2)), name="service_kind_one_or_two"),
            models.CheckConstraint(condition=Q(minutes__range=(10, 480)), name="service_kind_minutes"),
            models.CheckConstraint(condition=Q(cost__in=Cost.values), name="service_kind_cost_known"),
            models.CheckConstraint(condition=Q(shelf__in=Shelf.values), name="service_kind_shelf_known"),
            models.CheckConstraint(
                condition=Q(sensitive=False) | Q(persons=2, skills__contains=[VETTED], volunteer_age__gte=18),
                name="service_kind_sensitive_by_two_vetted",
            ),
            not_backwards("service_kind_until_not_before_since"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return (_english() and self.name_en) or self.name

    @property
    def described(self) -> str:
        """What it includes, in the reader's language."""
        return (_english() and self.includes_en) or self.includes

    @property
    def meant_for(self) -> str:
        return (_english() and self.whom_en) or self.whom

    @classmethod
    def menu(cls, place_path: str, on: dt.date) -> list["ServiceKind"]:
        """What can be ordered at a place on a day, each code once, in the order of the menu. One query."""
        found = cls.objects.filter(in_force(on), place_path__in=["", *ancestors_of(place_path)])
        nearest: dict[str, ServiceKind] = {}
        for kind in sorted(found, key=lambda each: len(each.place_path)):
            nearest[kind.code] = kind
        return sorted(nearest.values(), key=lambda each: (each.position, each.code))
