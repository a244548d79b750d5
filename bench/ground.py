"""What the cases stand on: the demo plan's territory and organisations, and two who read the lists."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from tongxin.demo.settling import settle
from tongxin.engine.flows.journal import untold
from tongxin.ground.people import actions as people
from tongxin.ground.people.models import Account
from tongxin.ground.posts import actions as posts
from tongxin.ground.posts.actors import SYSTEM, Actor
from tongxin.ground.posts.selectors import actor_for
from tongxin.ground.territory.models import Place

SEED = 520
SINCE = dt.date(2020, 1, 1)
COMMUNITY = "370403002012"
OTHER_COMMUNITY = "370403003003"  # of another street


@dataclass(frozen=True)
class Reader:
    """Someone with a post: as an actor, as an account, and where the post is held."""

    actor: Actor
    account: Account
    place: Place

    def session(self) -> str:
        """The key of a session in which this account is signed in."""
        store = SessionStore()
        store[SESSION_KEY] = str(self.account.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = self.account.get_session_auth_hash()
        store.create()
        return store.session_key


@dataclass(frozen=True)
class Ground:
    """One reader of a community's desk, one of the whole zone, and one who plans another community's week."""

    desk: Reader
    zone: Reader
    planner: Reader


@transaction.atomic
def lay() -> Ground:
    """Plant the whole demo zone in an empty database and appoint the three."""
    with untold():
        stood = settle(seed=SEED, since=SINCE, by=SYSTEM)
        return Ground(
            desk=_appoint("community_worker", stood.places[COMMUNITY]),
            zone=_appoint("zone_leader", stood.places["zone"]),
            planner=_appoint("community_worker", stood.places[OTHER_COMMUNITY], "bench.planner"),
        )


def _appoint(role: str, place: Place, username: str = "") -> Reader:
    account = people.open_account(username=username or f"bench.{role}", password="", by=SYSTEM)
    posts.appoint_many([{"role": role, "account": account, "place": place, "since": SINCE}], by=SYSTEM)
    return Reader(actor_for(account), account, place)
