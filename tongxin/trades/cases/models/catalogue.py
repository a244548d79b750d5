"""The duty catalogue: what can be wrong, whose task it is where, and the lists steps choose from. All of it
is data.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tongxin.ground.organizations.dates import not_backwards
from tongxin.ground.territory.fields import PlacePathField
from tongxin.trades.cases.choices import Urgency


def titled(name: str, name_en: str) -> str:
    """The one of two names that is in the language of the reader; the first where the other is missing."""
    return name_en if name_en and (get_language() or "").startswith("en") else name


class Named(models.Model):
    """Something an office names in Chinese and, if it likes, in English."""

    name = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name in the language of the reader."""
        return titled(self.name, self.name_en)


class Category(Named):
    """A kind of need, in a tree of any depth.

    ``path`` is a run of four-character segments, as for places. ``keywords`` are words of residents that
    point to it. ``filing_condition`` says when it counts as one (立案条件), ``source`` where the entry comes
    from.
    """

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    code = models.SlugField(_("code"), max_length=64, unique=True)
    path = models.CharField(max_length=64, unique=True, db_collation="C", editable=False)
    keywords = models.JSONField(_("words that point to it"), default=list, blank=True)
    filing_condition = models.CharField(_("counts when"), max_length=300, blank=True)
    urgency = models.CharField(_("urgency"), max_length=12, choices=Urgency, default=Urgency.NORMAL)
    source = models.CharField(_("source"), max_length=300, blank=True)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["path"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.CheckConstraint(
                condition=Q(path__regex=r"^([0-9A-Z]{4})+$"), name="category_path_in_segments"
            ),
            models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="category_urgency_known"),
        ]

    @classmethod
    def titles(cls) -> dict[str, str]:
        """Every category by path, as a tree, in the language of the reader."""
        return {row.path: row.indented for row in cls.objects.order_by("path")}

    @property
    def indented(self) -> str:
        """The name, moved to the right by its depth, for plain select lists."""
        return self.indent + self.title

    @property
    def indent(self) -> str:
        """As many wide spaces as there are categories above it."""
        return "　" * (len(self.path) // 4 - 1)


class Duty(models.Model):
    """Whose task a category is, below a place, between two dates: a kind of organisation or one organisation.

    The nearest place wins, then the deepest category; ``lead`` leads, the others co-handle.
    """

    category = models.ForeignKey(Category, models.PROTECT, related_name="duties", verbose_name=_("category"))
    place = models.ForeignKey(
        "territory.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    place_path = PlacePathField(blank=True, default="", editable=False)
    kind = models.CharField(_("kind of organisation"), max_length=40, blank=True)
    organization = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    lead = models.BooleanField(_("leads"), default=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        ordering = ["category__path", "place_path", "-lead", "id"]
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [
            models.CheckConstraint(
                condition=Q(organization__isnull=True) & ~Q(kind="") | Q(organization__isnull=False, kind=""),
                name="duty_kind_or_organization",
                violation_error_message=_("Name either a kind of organisation or one organisation."),
            ),
            not_backwards("duty_until_not_before_since"),
            models.UniqueConstraint(
                fields=["category", "place", "kind", "organization", "since"],
                name="duty_once",
                nulls_distinct=False,
                violation_error_message=_("This task has been given to them from that day on already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.organization or self.kind}"


class Ground(Named):
    """A listed ground: for returning a whistle, or for leaving a case out of the rates."""

    PURPOSES = [("return", _("Returning a whistle")), ("exclusion", _("Leaving out of the rates"))]

    purpose = models.CharField(_("for"), max_length=12, choices=PURPOSES)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    source = models.CharField(_("source"), max_length=300, blank=True)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["purpose", "position", "id"]
        verbose_name = _("ground")
        verbose_name_plural = _("grounds")


class DangerWord(models.Model):
    """A word that raises the urgency of a report, because people may be in danger. ``unless`` are words
    that undo it.
    """

    word = models.CharField(_("word"), max_length=40, unique=True)
    urgency = models.CharField(_("urgency"), max_length=12, choices=Urgency, default=Urgency.EMERGENCY)
    unless = models.JSONField(_("not together with"), default=list, blank=True)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["word"]
        verbose_name = _("danger word")
        verbose_name_plural = _("danger words")
        constraints = [
            models.CheckConstraint(condition=Q(urgency__in=Urgency.values), name="danger_urgency_known")
        ]

    def __str__(self) -> str:
        return self.word
