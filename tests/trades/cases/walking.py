"""Walks cases and summonses through their flows, by the people whose steps they are."""

from datetime import timedelta
from functools import cached_property

from django.utils import timezone

from tests.cast import Cast
from tongxin.ground.posts.actors import NOBODY, SYSTEM, Actor, link_actor, reporter_actor
from tongxin.trades.cases import actions
from tongxin.trades.cases.models import Case, Category, Summons

LIFT = "3号楼2单元的电梯坏了，困人了，请打13812345678联系"


class Walk:
    """``walk.case("whistled")`` is a new case in that state; ``walk.summons("at_street")`` a summons."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    @cached_property
    def desk(self) -> Actor:
        return self.cast.actor(self.cast.a.community_worker)

    @cached_property
    def street(self) -> Actor:
        return self.cast.actor(self.cast.a.street_desk)

    @cached_property
    def leader(self) -> Actor:
        return self.cast.actor(self.cast.a.street_leader)

    @cached_property
    def grid(self) -> Actor:
        return self.cast.actor(self.cast.a.grid_worker)

    @cached_property
    def property(self) -> Actor:
        return self.cast.actor(self.cast.a.property_staff)

    @cached_property
    def housing(self) -> Actor:
        return self.cast.actor(self.cast.a.unit_staff)

    @cached_property
    def squad(self) -> Actor:
        return self.cast.actor(self.cast.a.squad_staff)

    @cached_property
    def category(self) -> Category:
        return Category.objects.get(code="parking")

    def resident_of(self, case: Case) -> Actor:
        return reporter_actor("cases.case", case.pk)

    def report(self, text: str = "楼下停车位被占用，进不了车库", **kwargs) -> Case:
        """A case of a resident who left a name and a telephone number."""
        known = {
            "place": self.cast.a.door,
            "by": NOBODY,
            "channel": "place_code",
            "contact": actions.Contact(name="王小芳", phone="13800001234"),
        }
        return actions.report(text=text, **{**known, **kwargs}).case

    def anonymous(self, **kwargs) -> Case:
        return self.report(contact=None, **kwargs)

    def case(self, state: str) -> Case:
        return getattr(self, f"_{state}")(self.report())

    def summons(self, state: str) -> Summons:
        return getattr(self, f"_summons_{state}")()

    def _reported(self, case: Case) -> Case:
        return case

    def _not_accepted(self, case: Case) -> Case:
        return actions.decline(case, by=self.desk, reason="不属于社区事务")

    def _accepted(self, case: Case) -> Case:
        return actions.accept(case, by=self.desk, category=self.category, urgency="normal")

    def _handling(self, case: Case) -> Case:
        return actions.handle(self._accepted(case), by=self.grid)

    def _whistled(self, case: Case) -> Case:
        self._accepted(case)
        units = [self.cast.a.property_company, self.cast.a.housing]
        actions.whistle(case, by=self.desk, units=units, note="请到现场处理")
        return case

    def _answered(self, case: Case) -> Case:
        self._whistled(case)
        for summons, by in zip(case.open_summonses(), (self.property, self.housing), strict=True):
            actions.sign_in(summons, by=by)
            actions.answer(summons, by=by, note="已清理")
        case.refresh_from_db()
        return case

    def _verified(self, case: Case) -> Case:
        return actions.verify(self._answered(case), by=self.desk)

    def _unheard(self, case: Case) -> Case:
        actions.call_back(self._verified(case), by=self.desk, reached="no")
        return case

    def _closed(self, case: Case) -> Case:
        actions.verdict(self._verified(case), by=self.resident_of(case), solved="yes", satisfied=3)
        return case

    def _merged(self, case: Case) -> Case:
        return actions.merge(case, by=self.desk, into=self.report(text="停车位又被占了").number)

    def _withdrawn(self, case: Case) -> Case:
        return actions.withdraw(case, by=self.resident_of(case))

    def _summons_issued(self) -> Summons:
        return self.case("whistled").open_summonses()[0]

    def _summons_signed_in(self) -> Summons:
        return actions.sign_in(self._summons_issued(), by=self.property)

    def _summons_on_site(self) -> Summons:
        return actions.arrive(self._summons_signed_in(), by=self.property)

    def _summons_answered(self) -> Summons:
        return actions.answer(self._summons_signed_in(), by=self.property, note="已处理")

    def _summons_disputed(self) -> Summons:
        return self.returned(self._summons_signed_in())

    def _summons_at_street(self) -> Summons:
        passed_on = actions.uphold(self._summons_disputed(), by=self.desk)
        return self.returned(passed_on, by=self.squad, proposed=self.cast.a.property_company)

    def _summons_accepted(self) -> Summons:
        case = self.case("verified")
        return case.summonses.filter(lead=True).get()

    def _summons_released(self) -> Summons:
        summons = self._summons_disputed()
        actions.uphold(summons, by=self.desk)
        return summons

    def _summons_cancelled(self) -> Summons:
        return actions.call_off(self._summons_issued(), by=self.desk, reason="不需要了")

    def returned(self, summons: Summons, *, by: Actor | None = None, proposed=None) -> Summons:
        """The unit returns the whistle."""
        return actions.dispute(
            summons,
            by=by or self.property,
            ground="not_our_duty",
            proposed=proposed or self.cast.a.squad,
            reason="占道应由执法处理",
        )

    def people(self, case: Case, summons: Summons | None = None) -> dict[str, Actor]:
        """Every role of both streets, the reporter, a stranger, the system, a signed link where there is a
        summons.
        """
        found = {
            f"{street}.{role}": self.cast.actor(getattr(getattr(self.cast, street), role))
            for street in ("a", "b")
            for role in [*self.cast.roles(), "property_staff", "squad_staff"]
        }
        found |= {"reporter": self.resident_of(case), "nobody": NOBODY, "system": SYSTEM}
        found["other reporter"] = reporter_actor("cases.case", case.pk + 1_000_000)
        if summons is not None:
            found["link"] = link_actor("cases.summons", summons.pk, summons.organization_id, "unit")
            other = summons.pk + 1_000_000
            found["other link"] = link_actor("cases.summons", other, summons.organization_id, "unit")
        return found


def later(**kwargs):
    return timezone.now() + timedelta(**kwargs)
