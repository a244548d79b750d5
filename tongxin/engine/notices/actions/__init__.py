"""Everything that writes notices. Doors and tasks call these; nothing else does."""

from tongxin.engine.notices.actions.choosing import choose, send_test
from tongxin.engine.notices.actions.reading import mark_all_read, mark_read
from tongxin.engine.notices.actions.sending import deliver, deliver_bundle
from tongxin.engine.notices.actions.subscribing import subscribe, unsubscribe
from tongxin.engine.notices.actions.sweeping import forget_gone, purge, release
from tongxin.engine.notices.actions.telling import tell

__all__ = [
    "choose",
    "deliver",
    "deliver_bundle",
    "forget_gone",
    "mark_all_read",
    "mark_read",
    "purge",
    "release",
    "send_test",
    "subscribe",
    "tell",
    "unsubscribe",
]
