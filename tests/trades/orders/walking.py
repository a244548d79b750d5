"""Walks orders and volunteers through their flows, by the people whose steps they are."""

from datetime import datetime, timedelta
from functools import cached_property

from django.utils import timezone

from tests.cast import Cast
from tongxin.ground.people.models import Person
from tongxin.ground.posts.actors import NOBODY, SYSTEM, Actor, reporter_actor
from tongxin.trades.orders import actions
from tongxin.trades.orders.actions import Contact
from tongxin.trades.orders.actors import volunteer_actor
from tongxin.trades.orders.models import Order, ServiceKind, Volunteer

# A Monday morning in the office's zone; every walk begins here.
NOW = datetime.fromisoformat("2026-11-23T09:00:00+08:00")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WINDOW = (NOW + DAY, NOW + DAY + 8 * HOUR)
AT = NOW + DAY + 2 * HOUR


class Walk:
    """``walk.order("taken")`` is a new order in that state; ``walk.volunteer()`` an active volunteer."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._count = 0

    @cached_property
    def desk(self) -> Actor:
        return self.cast.actor(self.cast.a.community_worker)

    @cached_property
    def secretary(self) -> Actor:
        return self.cast.actor(self.cast.a.community_secretary)

    def kind(self, code: str = "errands") -> ServiceKind:
        return ServiceKind.objects.get(code=code, place_path="")

    def person(self, **kwargs) -> Person:
        self._count += 1
        phone = f"139000{self._count:05d}"
        return Person.objects.create(
            name="李志愿",
            phone=phone,
            place_path=self.cast.a.door.path,
            invented=True,
            **kwargs,
        )

    def joined(self, **kwargs) -> Volunteer:
        """A volunteer of the first community who waits to be admitted."""
        facts = {"home": self.cast.a.door, "now": NOW - 30 * DAY, **kwargs}
        if not {"person", "organization"} & facts.keys():
            facts["person"] = self.person()
        return actions.join(by=facts.pop("by", NOBODY), **facts)

    def volunteer(self, *proofs: str, **kwargs) -> Volunteer:
        found = self.joined(**kwargs)
        street = self.cast.a if found.home_path.startswith(self.cast.a.street.path) else self.cast.b
        actions.admit(found, by=self.cast.actor(street.street_desk), now=NOW - 29 * DAY)
        for skill in proofs:
            self.attest(found, skill)
        return found

    def attest(self, volunteer: Volunteer, skill: str = "vetted", until: datetime | None = None):
        return actions.attest(
            volunteer,
            by=self.desk,
            skill=skill,
            until=until or NOW + 300 * DAY,
            document="看过原件",
            now=NOW - 28 * DAY,
        )

    def place(self, code: str = "errands", **kwargs) -> Order:
        """An order that a resident placed, with a name and a telephone number."""
        known = {
            "place": self.cast.a.door,
            "by": NOBODY,
            "way": "web",
            "windows": [WINDOW],
            "kind": self.kind(code) if code else None,
            "requester": Contact("王小芳", "13800001234"),
            "now": NOW,
        }
        return actions.place_order(**{**known, **kwargs}).order

    def orderer(self, order: Order) -> Actor:
        return reporter_actor("orders.order", order.pk)

    def order(self, state: str, code: str = "errands", **kwargs) -> Order:
        return getattr(self, f"_{state}")(self.place(code, **kwargs))

    def done_by(self, volunteer: Volunteer) -> Order:
        """An order that this volunteer did, with the hours confirmed."""
        order, by = self._open(self.place(requester=self.person())), volunteer_actor(volunteer)
        actions.take(order, by=by, now=NOW)
        actions.schedule(order, by=by, starts_at=AT, now=NOW)
        actions.finish(order, by=by, note="菜和药都送到了", minutes=50, now=AT + HOUR)
        actions.rate(order, by=self.orderer(order), content=4, time_right="yes", now=AT + DAY)
        return order

    def taker(self, order: Order) -> Actor:
        return volunteer_actor(order.engaged()[0].volunteer)

    def _ordered(self, order: Order) -> Order:
        return order

    def _refused(self, order: Order) -> Order:
        return actions.refuse(order, by=self.desk, reason="请走物业报修", now=NOW)

    def _became_case(self, order: Order) -> Order:
        return actions.turn_into_case(order, by=self.desk, case_number="271828189", now=NOW)

    def _open(self, order: Order) -> Order:
        return actions.accept(order, by=self.desk, openly="yes", now=NOW)

    def _accepted(self, order: Order) -> Order:
        return actions.accept(order, by=self.desk, openly="no", now=NOW)

    def _widened(self, order: Order) -> Order:
        return actions.widen_now(self._open(order), by=self.desk, now=NOW)

    def _dispatched(self, order: Order) -> Order:
        self._accepted(order)
        proofs = ["vetted"] if order.sensitive else []
        asked = [self.volunteer(*proofs) for _each in range(order.persons)]
        actions.dispatch(order, by=self.desk, volunteers=asked, now=NOW)
        return order

    def _taken(self, order: Order) -> Order:
        if order.sensitive:
            for part in self._dispatched(order).asked():
                actions.agree(order, by=volunteer_actor(part.volunteer), now=NOW)
            return order
        self._open(order)
        for _each in range(order.persons):
            actions.take(order, by=volunteer_actor(self.volunteer()), now=NOW)
        return order

    def _scheduled(self, order: Order) -> Order:
        return actions.schedule(self._taken(order), by=self.taker(order), starts_at=AT, now=NOW)

    def _on_way(self, order: Order) -> Order:
        return actions.set_out(self._scheduled(order), by=self.taker(order), now=AT - HOUR)

    def _own_duty(self, order: Order) -> Order:
        return actions.do_ourselves(self._open(order), by=self.desk, now=NOW)

    def _done(self, order: Order) -> Order:
        self._on_way(order)
        return actions.finish(order, by=self.taker(order), note="菜和药都送到了", minutes=50, now=AT + HOUR)

    def _rated(self, order: Order) -> Order:
        self._done(order)
        actions.rate(order, by=self.orderer(order), content=3, time_right="no", now=AT + DAY)
        return order

    def _closed(self, order: Order) -> Order:
        self._done(order)
        actions.rate(order, by=self.orderer(order), content=4, time_right="yes", now=AT + DAY)
        return order

    def _cancelled(self, order: Order) -> Order:
        return actions.cancel(order, by=self.orderer(order), now=NOW)

    def people(self, order: Order | None = None) -> dict[str, Actor]:
        """Every role of both streets, whoever ordered, a stranger, the system."""
        found = {
            f"{street}.{role}": self.cast.actor(getattr(getattr(self.cast, street), role))
            for street in ("a", "b")
            for role in self.cast.roles()
        }
        found |= {"nobody": NOBODY, "system": SYSTEM}
        if order is not None:
            found["orderer"] = self.orderer(order)
            found["other orderer"] = reporter_actor("orders.order", order.pk + 1_000_000)
        return found


def later(**kwargs):
    return timezone.now() + timedelta(**kwargs)
