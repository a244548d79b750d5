"""Walks the pairing of a unit's resource with a community's need through its flow."""

from datetime import date

from tests.trades.orders.walking import DAY, NOW, Walk
from tongxin.trades.orders import actions
from tongxin.trades.orders.models import Pairing

TODAY = date(2026, 11, 23)


class Shared:
    """A unit registered with the first community, a resource of it, and needs."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.community = walk.cast.a.community
        self.unit = walk.cast.actor(walk.cast.a.unit_staff)
        self.registration = actions.register_unit(
            walk.cast.a.housing, self.community, by=walk.desk, since=date(2026, 3, 1)
        )

    def resource(self, title="大会议室", **kwargs):
        facts = {"means": "room", "since": date(2026, 3, 1), **kwargs}
        return actions.offer_resource(self.registration, by=self.unit, title=title, **facts)

    def need(self, title="开居民议事会的会议室", **kwargs):
        facts = {"means": "room", "by_day": date(2026, 12, 20), "on": TODAY, **kwargs}
        return actions.name_need(self.community, by=self.walk.desk, title=title, **facts)

    def pairing(self, state: str = "proposed") -> Pairing:
        made = actions.propose(self.need(), self.resource(), by=self.walk.desk, now=NOW)
        if state == "declined":
            return actions.decline_pairing(made, by=self.unit, reason="年底会议多", now=NOW)
        if state == "dropped":
            return actions.drop_pairing(made, by=self.walk.desk, reason="改期到明年", now=NOW)
        if state != "proposed":
            actions.agree_pairing(made, by=self.unit, now=NOW)
        if state in ("delivered", "thanked"):
            self.deliver(made)
        if state == "thanked":
            actions.thank(made, by=self.walk.desk, letter="感谢贵单位提供会议室。", now=NOW + 3 * DAY)
        return made

    def deliver(self, made, **kwargs):
        facts = {
            "note": "开了议事会",
            "held_at": NOW + DAY,
            "minutes": 90,
            "reached": 32,
            "now": NOW + 2 * DAY,
        }
        return actions.deliver(made, by=self.unit, **{**facts, **kwargs})
