"""The tree of places. Only ``territory.actions`` writes here."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tongxin.ground.territory.fields import PlacePathField


class Level(models.Model):
    """A kind of place: street, community, cell, door … Which levels exist, and their names, are data.

    ``rank`` orders them from the widest down; a place stands under one of a smaller rank, and
    levels between may be skipped. ``in_address`` says that the name of such a place is part of
    the full names below it ("天安社区 3号楼 2单元" names no section, group or cell).
    """

    code = models.SlugField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("Chinese name"), max_length=32)
    name_en = models.CharField(_("English name"), max_length=64)
    rank = models.PositiveSmallIntegerField(_("rank"), unique=True)
    in_address = models.BooleanField(_("part of full names"), default=False)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["rank"]
        verbose_name = _("level")
        verbose_name_plural = _("levels")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name in the language of the reader."""
        return self.name_en if (get_language() or "").startswith("en") and self.name_en else self.name


class Place(models.Model):
    """A node of the territory, from a functional zone down to a door.

    Valid on the days ``since <= day < until``. ``code`` is the national division code as text, up
    to 12 digits; a functional zone has none, being a set of streets. ``outline`` is a GeoJSON
    Polygon or MultiPolygon in WGS-84. ``number`` is the last step of ``path``.
    """

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    level = models.ForeignKey(Level, models.PROTECT, db_index=False, verbose_name=_("level"))
    name = models.CharField(_("name"), max_length=80)
    code = models.CharField(_("division code"), max_length=12, null=True, blank=True)
    path = PlacePathField(editable=False)
    number = models.PositiveIntegerField(_("number"))
    ordinal = models.CharField(_("number in words"), max_length=32, blank=True)
    outline = models.JSONField(_("outline"), null=True, blank=True)
    point_lat = models.FloatField(_("latitude"), null=True, blank=True)
    point_lng = models.FloatField(_("longitude"), null=True, blank=True)
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    full_name = models.CharField(_("full name"), max_length=400, editable=False)
    sort_key = models.CharField(max_length=400, editable=False, db_collation="C")
    initials = models.CharField(max_length=80, editable=False, db_collation="C")

    class Meta:
        ordering = ["path"]
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.UniqueConstraint(fields=["path"], name="place_path_unique"),
            models.UniqueConstraint(fields=["code"], name="place_code_unique"),
            models.CheckConstraint(
                condition=Q(path__regex=r"^([0-9A-Z]{4})+$"),
                name="place_path_in_segments",
            ),
            models.CheckConstraint(
                condition=Q(code__isnull=True) | Q(code__regex=r"^[0-9]{2,12}$"),
                name="place_code_digits_only",
                violation_error_message=_("A division code has 2 to 12 digits and nothing else."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="place_until_not_before_since",
                violation_error_message=_("A place can't end before it begins."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="place_has_name"),
            models.CheckConstraint(
                condition=Q(point_lat__isnull=True, point_lng__isnull=True)
                | Q(
                    point_lat__isnull=False,
                    point_lng__isnull=False,
                    point_lat__range=(-90, 90),
                    point_lng__range=(-180, 180),
                ),
                name="place_point_on_earth",
            ),
        ]
        indexes = [
            models.Index(fields=["level", "path"], name="place_level_path"),
            models.Index(fields=["initials"], name="place_initials"),
        ]

    def __str__(self) -> str:
        return self.full_name


class PlaceCode(models.Model):
    """A random short code on a door plate: opens the page of a place and carries nothing personal."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="codes", verbose_name=_("place"))
    code = models.CharField(_("code"), max_length=10, unique=True)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    issued_by = models.CharField(_("issued by"), max_length=80)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        ordering = ["place__path", "id"]
        verbose_name = _("place code")
        verbose_name_plural = _("place codes")
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_reason="")
                | Q(revoked_at__isnull=False) & ~Q(revoked_reason=""),
                name="place_code_revoked_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class OutlineState(models.Model):
    """One row: the tolerance of outline checks, and a number that changes when places on the map do.

    ``version`` is taken from a sequence, never twice, so that caches of several processes agree
    even after a roll-back.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField(default=0)
    tolerance_metres = models.FloatField(_("tolerance in metres"), default=5.0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="outline_state_one_row"),
            models.CheckConstraint(
                condition=Q(tolerance_metres__gte=0), name="outline_tolerance_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}"


class Change(models.Model):
    """What was changed in the territory, when and by whom. Append-only: a trigger refuses the rest.

    ``place_id`` is no foreign key and ``place_path`` is the path at the time.
    """

    place_path_is_history = True

    at = models.DateTimeField(db_default=Now())
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=120)
    what = models.CharField(max_length=32)
    place_id = models.BigIntegerField(null=True)
    place_path = PlacePathField(blank=True, default="")
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [models.Index(fields=["place_id", "-id"], name="territory_change_of_place")]

    def __str__(self) -> str:
        return f"{self.what} {self.place_path}"
