"""A reader marks what was read. Everybody sees and marks only their own notices."""

from django.utils import timezone

from tongxin.engine.notices.models import Notice
from tongxin.engine.notices.selectors import unread
from tongxin.ground.posts.actors import Actor


def mark_read(notice: Notice, *, by: Actor) -> None:
    """Remember when it was first read. Someone else's notice is left alone."""
    unread(by).filter(pk=notice.pk).update(read_at=timezone.now())


def mark_all_read(*, by: Actor, until: Notice) -> int:
    """Mark everything up to the newest notice the reader has seen; what came in since stays unread."""
    return unread(by).filter(pk__lte=until.pk).update(read_at=timezone.now())
