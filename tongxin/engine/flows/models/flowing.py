"""What every thing that moves through a flow table carries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory.fields import PlacePathField

if TYPE_CHECKING:
    from tongxin.engine.flows.actions import Taken
    from tongxin.engine.flows.table import Flow, State


class Flowing(models.Model):
    """A thing with a life read from ``flow``. Only ``flows.actions`` writes these columns.

    ``version`` counts the steps of people and the changes of state; ``due_at`` is the running promise;
    ``wake_at`` the next moment at which the sweep must look at it; ``paused_at`` is set while its clock
    stands still. A subclass sets ``flow`` and, in its Meta, ``indexes = [wake_index("case"), …]`` and
    ``constraints = [state_check(FLOW)]``.
    """

    flow: ClassVar[Flow]
    urgency_titles: ClassVar[Mapping[str, object]] = {}
    """The urgencies promises may speak of, in words; none unless the trade has some."""

    state = models.CharField(_("state"), max_length=40, editable=False)
    state_since = models.DateTimeField(_("since"), editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    due_at = models.DateTimeField(_("due"), null=True, editable=False)
    wake_at = models.DateTimeField(null=True, editable=False)
    paused_at = models.DateTimeField(_("paused"), null=True, editable=False)
    place_path = PlacePathField(editable=False)

    taken: Taken | None = None
    """The step being taken, inside ``actions.taking`` only."""

    class Meta:
        abstract = True

    @property
    def noun(self) -> str:
        return self.flow.noun

    @property
    def thing_id(self) -> str:
        """The primary key as the journal writes it."""
        return str(self.pk)

    @property
    def current_state(self) -> State:
        return self.flow.state(self.state)

    @property
    def category_path(self) -> str:
        """Path of the category that promises are looked up by; fixed-width segments, "" for none."""
        return ""

    @property
    def urgency(self) -> str:
        """Urgency that promises are looked up by; "" for none."""
        return ""

    @classmethod
    def category_titles(cls) -> dict[str, str]:
        """The categories promises may speak of, by path and in the order of the tree, in words."""
        return {}

    def counts_from(self, promise: str, now: datetime) -> datetime:
        """The moment from which ``promise`` counts: now, unless the thing has agreed on a later one."""
        return now

    def the(self, role: str, actor: Actor) -> bool:
        """Whether this thing names ``actor`` as its ``role``. Extend it for handlers, units, leads kept in
        own columns.
        """
        return actor.is_named(self.noun, self.pk, role)

    def recipients(self, role: str) -> list[Any]:
        """The accounts, persons or organisations named on this thing as ``role``; they are told."""
        return []

    def recipients_at(self, role: str, at: datetime) -> list[Any]:
        """Those who are told of a step taken at that moment: whoever is named now, unless a thing knows whom
        the step itself has left out or who came later.
        """
        return self.recipients(role)


def wake_index(name: str) -> models.Index:
    """The index the sweep reads: only rows that wait for a moment are in it. ``name`` is the model's short
    name.
    """
    return models.Index(fields=["wake_at"], condition=models.Q(wake_at__isnull=False), name=f"{name}_wake")


def state_check(flow: Flow) -> models.CheckConstraint:
    """The database's own refusal of a state that the table does not declare."""
    return models.CheckConstraint(
        condition=models.Q(state__in=sorted(flow.state_by_name)), name=f"{flow.name}_state_declared"
    )
