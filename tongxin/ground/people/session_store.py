"""Sessions in the database, as Django keeps them, read by a statement that is composed once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from tongxin.ground.statements import Given, composed


class SessionStore(db.SessionStore):
    """Django's own but for how the row of a request is read: each page of the desk does."""

    def _validate_session_key(self, key: str) -> bool:
        """A cookie may hold anything; only what could be a key of ours is asked for."""
        return super()._validate_session_key(key) and set(key) <= set(VALID_KEY_CHARS)

    def _get_session_from_db(self) -> Session | None:
        found = _session().things(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
        return found[0] if found else None


@composed
def _session() -> QuerySet[Session]:
    return Session.objects.filter(session_key=Given("key"), expire_date__gt=Given("now"))
