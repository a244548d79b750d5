"""Every address of the project, and what to put into it: a thing of the cast's first street.

A page with parts in its address needs a line in ``PARTS``; the permission test fails without one.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests.cast import SINCE, Cast
from tests.picture import street_at_dusk as jpeg
from tests.trades.cases.walking import Walk
from tests.trades.orders.sharing import Shared
from tests.trades.orders.walking import AT, HOUR
from tests.trades.orders.walking import Walk as Helping
from tongxin.doors.exchange.models import ImportRun
from tongxin.engine.flows.actions import set_calendar_day
from tongxin.engine.flows.moves import CALENDAR, latest_change
from tongxin.engine.notices.models import Notice
from tongxin.ground.people import actions as people
from tongxin.ground.people.models import FactorReset, Household
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.territory.models import Level, PlaceCode
from tongxin.trades.cases import actions as cases
from tongxin.trades.cases.actions.intake import Contact
from tongxin.trades.cases.links import token_for
from tongxin.trades.cases.models import Category, Duty, Ground, SavedFilter, Summons
from tongxin.trades.orders import actions as orders
from tongxin.trades.orders import pairing_links, ways_in
from tongxin.trades.orders.actors import volunteer_actor
from tongxin.trades.orders.models import Complaint, Order, Pairing, Picture, PointRule, ServiceKind, Volunteer

WRITERS_SECRET = "what the browser of somebody who writes a report holds"
Parts = Callable[[Cast], dict[str, Any]]


@dataclass(frozen=True, order=True)
class Address:
    """One URL pattern: its name with namespaces, its route, the names of its parts."""

    name: str
    route: str
    parts: tuple[str, ...]

    def filled(self, cast: Cast) -> str:
        """The address of this page for a thing of the first street."""
        return reverse(self.name, kwargs=PARTS[self.name](cast) if self.parts else {})


def addresses() -> list[Address]:
    """Every address that is served, sorted by name."""
    return sorted(_below(get_resolver(), Address("", "/", ())))


def _below(resolver: URLResolver, above: Address) -> Iterator[Address]:
    """The addresses under a resolver; ``above`` is what names, routes and parts begin with."""
    for each in resolver.url_patterns:
        route = above.route + str(each.pattern)
        parts = tuple(sorted({*above.parts, *each.pattern.regex.groupindex}))
        if isinstance(each, URLPattern):
            yield Address(above.name + (each.name or route), route, parts)
        else:
            space = f"{each.namespace}:" if each.namespace else ""
            yield from _below(each, Address(above.name + space, route, parts))


def _notice(cast: Cast) -> dict[str, Any]:
    told, _created = Notice.objects.get_or_create(
        recipient_account=cast.a.community_worker,
        journal_id=1,
        key="case.accept",
        defaults={"audience": "here:community_worker", "noun": "cases.case", "thing_id": "1", "title": "—"},
    )
    return {"pk": told.pk}


def _unit(cast: Cast) -> dict[str, Any]:
    return {"organization_id": cast.a.housing.pk}


def _household(cast: Cast) -> dict[str, Any]:
    door = cast.a.door
    made, _created = Household.objects.get_or_create(place=door, defaults={"place_path": door.path})
    return {"pk": made.pk}


def _reset(cast: Cast) -> dict[str, Any]:
    """The auditor's second step, asked for by the system administrator."""
    asked = FactorReset.objects.filter(account=cast.a.auditor, decided_at=None).first()
    asked = asked or people.ask_reset(cast.a.auditor, by=cast.actor(cast.a.system_admin))
    return {"pk": asked.pk}


def _resident(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.resident.pk}


def _squad(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.a.squad.pk}


def _estate(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.a.estate.pk}


def _community(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.a.community.pk}


def _code(cast: Cast) -> dict[str, Any]:
    issued, _created = PlaceCode.objects.get_or_create(
        code="ABCDEFGHJK", defaults={"place": cast.a.stairwell, "issued_by": "system"}
    )
    return {"pk": issued.pk}


def _import(cast: Cast) -> dict[str, Any]:
    """An import of the community worker; its file is gone."""
    worker = cast.actor(cast.a.community_worker)
    run, _created = ImportRun.objects.get_or_create(
        by_key=worker.key,
        defaults={
            "file_name": "12345.xlsx",
            "state": "done",
            "map_name": "stream",
            "started_at": timezone.now(),
            "finished_at": timezone.now(),
            "new": 126,
            "known": 4,
            "share": 1,
        },
    )
    return {"pk": run.pk}


def _whistled(cast: Cast) -> Summons:
    """The property company's summons to a case of the first street, whose reporter lets units call."""
    kept = Summons.objects.filter(organization=cast.a.property_company, case__place=cast.a.door).first()
    if kept is not None:
        return kept
    walk = Walk(cast)
    case = walk.report(contact=Contact("王小芳", "13800001234", shares=True), photos=[jpeg()])
    cases.accept(case, by=walk.desk, category=walk.category, urgency="normal")
    units = [cast.a.property_company, cast.a.housing]
    return cases.whistle(case, by=walk.desk, units=units, note="请到现场处理")[0]


def _case(cast: Cast) -> dict[str, Any]:
    return {"number": _whistled(cast).number}


def _kept_filter(cast: Cast) -> SavedFilter:
    """A filter of the community worker's own: to everybody else it is not there."""
    kept, _created = SavedFilter.objects.get_or_create(
        account=cast.a.community_worker, name="—", defaults={"query": "view=late"}
    )
    return kept


def _summons(cast: Cast) -> dict[str, Any]:
    return {"pk": _whistled(cast).pk}


def _token(cast: Cast) -> dict[str, Any]:
    return {"token": token_for(_whistled(cast))}


def _photo(cast: Cast) -> dict[str, Any]:
    return {"name": _whistled(cast).case.attachments.get().name}


def volunteer_of(cast: Cast) -> Volunteer:
    """A volunteer of the first community, with a telephone number."""
    kept = Volunteer.objects.filter(home=cast.a.door).exclude(person__phone_mask="").first()
    if kept is not None:
        return kept
    person = people.register(
        name="周志愿", phone=f"139{cast.a.door.pk:08}", place=cast.a.door, invented=True, by=SYSTEM
    )
    return Helping(cast).volunteer(person=person, interests=["errands"])


def _picture(cast: Cast) -> dict[str, Any]:
    """A photo of something that was done at the first community's door."""
    kept = Picture.objects.filter(order__place=cast.a.door).first()
    if kept is None:
        walk = Helping(cast)
        order = walk.order("on_way", requester=walk.person())
        orders.finish(order, by=walk.taker(order), note="好了", minutes=9, photos=[jpeg()], now=AT + HOUR)
        kept = order.pictures.get()
    return {"name": kept.name}


def _offered(cast: Cast) -> dict[str, Any]:
    """An order that is open to be taken near the volunteer."""
    volunteer_of(cast)
    order = Order.objects.filter(state="open", place=cast.a.door).first()
    return {"number": (order or Helping(cast).order("open")).number}


def _order(cast: Cast) -> dict[str, Any]:
    """An order in the first street that a volunteer has taken."""
    kept = Order.objects.filter(place=cast.a.door, state="taken").order_by("pk").first()
    return {"number": (kept or Helping(cast).order("taken")).number}


def _complained(cast: Cast) -> dict[str, Any]:
    """The order a volunteer has taken, about which whoever ordered it complains."""
    return _with_complaint(cast, _order(cast))


def _upheld(cast: Cast) -> dict[str, Any]:
    """The order the volunteer has taken, a complaint about which was upheld."""
    found = _with_complaint(cast, _taken(cast))
    made = Complaint.objects.get(order__number=found["number"])
    if made.state == "made":
        orders.uphold(made, by=cast.actor(cast.a.community_secretary), reason="两边都问过，情况属实")
    return found


def _with_complaint(cast: Cast, parts: dict[str, Any]) -> dict[str, Any]:
    order = Order.objects.get(**parts)
    if not order.complaints.exists():
        orders.complain(order, by=Helping(cast).orderer(order), text="约好的时间没有来")
    return parts


def _rule(cast: Cast) -> dict[str, Any]:
    """The rule by which the first community gives points."""
    kept = PointRule.objects.filter(place=cast.a.community).first()
    by = cast.actor(cast.a.community_secretary)
    kept = kept or orders.switch_points_on(cast.a.community, by=by, per_hour=1, words="可以借用会议室")
    return {"pk": kept.pk}


def _taken(cast: Cast) -> dict[str, Any]:
    """An order that the volunteer has taken."""
    volunteer = volunteer_of(cast)
    kept = Order.objects.filter(state="taken", engagements__volunteer=volunteer).first()
    if kept is None:
        helping = Helping(cast)
        kept = helping.order("open", requester=helping.person())
        orders.take(kept, by=volunteer_actor(volunteer))
    return {"number": kept.number}


def _volunteers_number(cast: Cast) -> dict[str, Any]:
    return {"number": volunteer_of(cast).number}


def _change(cast: Cast) -> dict[str, Any]:
    """A change of the calendar, made once for all who ask."""
    day = "2027-03-01"
    if latest_change(CALENDAR, day) is None:
        set_calendar_day(dt.date.fromisoformat(day), by=SYSTEM, working=False)
    return {"change": latest_change(CALENDAR, day).pk}


def _calendar(cast: Cast) -> dict[str, Any]:
    volunteer = volunteer_of(cast)
    if not volunteer.calendar_key:
        orders.open_calendar(volunteer, by=volunteer_actor(volunteer))
    return {"key": volunteer.calendar_key}


def _paper(cast: Cast) -> dict[str, Any]:
    """A certificate of the volunteer's hours, who has done something."""
    volunteer = volunteer_of(cast)
    kept = volunteer.certificates.first()
    if kept is None:
        Helping(cast).done_by(volunteer)
        period = {"since": SINCE, "until": dt.date(2027, 12, 31)}
        kept = orders.certify(volunteer, by=volunteer_actor(volunteer), **period)
    return {"code": kept.code}


def _pairing(cast: Cast, state: str = "thanked") -> Pairing:
    """A room of the first street's housing office for its community: with the letter, or just proposed."""
    kept = Pairing.objects.filter(resource__registration__unit=cast.a.housing)
    if not kept.exists():
        shared = Shared(Helping(cast))
        for each in ("thanked", "proposed"):
            shared.pairing(each)
    return kept.get(state=state)


def _thanked(cast: Cast) -> dict[str, Any]:
    return {"pk": _pairing(cast).pk}


def _reported(cast: Cast) -> dict[str, object]:
    found = _volunteers_number(cast)
    volunteer = Volunteer.objects.get(number=found["number"])
    if not volunteer.registrations.exists():
        orders.register_member(volunteer, by=cast.actor(cast.a.community_secretary))
    return found


def _registered(cast: Cast) -> dict[str, Any]:
    return {"pk": _pairing(cast).resource.registration_id}


def _thanked_link(cast: Cast) -> dict[str, Any]:
    return {"token": pairing_links.token_for(_pairing(cast))}


def _proposed_link(cast: Cast) -> dict[str, Any]:
    return {"token": pairing_links.token_for(_pairing(cast, "proposed"))}


def _duty(cast: Cast) -> Duty:
    """A task of the first street's squad, given in that street alone."""
    kept = Duty.objects.filter(organization=cast.a.squad).first()
    elevator = Category.objects.get(code="elevator")
    return kept or cases.assign_duty(elevator, place=cast.a.street, organization=cast.a.squad, by=SYSTEM)


def _shared(cast: Cast) -> dict[str, Any]:
    case = _whistled(cast).case
    return {"token": cases.share(case, by=Walk(cast).resident_of(case)).token}


def _draft(cast: Cast) -> dict[str, Any]:
    """A report that the browser with this secret has begun."""
    kept = cases.begin_draft(WRITERS_SECRET, "k" * 32, place=cast.a.door)
    cases.write_draft(kept, text="楼下停车位被占用", phone="13800001234")
    return {"draft": kept.pk}


def _service(cast: Cast) -> dict[str, Any]:
    """A service that the first street's community alone offers."""
    place = cast.a.community.path
    kept = ServiceKind.objects.filter(code="umbrellas", place_path=place).first()
    facts = {"name": "修伞", "name_en": "Umbrellas mended", "includes": "换伞骨", "includes_en": "New ribs"}
    kept = kept or orders.offer(by=SYSTEM, code="umbrellas", place_path=place, minutes=20, **facts)
    return {"pk": kept.pk}


def _fresh_order(cast: Cast) -> Order:
    """An order in the first street that nobody has looked at."""
    helping = Helping(cast)
    kept = Order.objects.filter(place=cast.a.door, state="ordered").first()
    return kept or helping.place(requester=helping.person())


def _order_draft(cast: Cast) -> dict[str, Any]:
    """An order that the browser with this secret has begun; every question but the last is answered."""
    kept = orders.begin_draft(WRITERS_SECRET, "d" * 32, place=cast.a.door)
    since = timezone.now() + timedelta(days=1)
    times = [(since.isoformat(), (since + timedelta(hours=3)).isoformat())]
    reach = {"whom": "me", "phone": "13800001234"}
    orders.write_draft(kept, kind="errands", times=times, **reach)
    return {"draft": kept.pk}


PARTS: dict[str, Parts] = {
    "account_link": lambda cast: {"secret": "not-a-secret"},
    "cases:case": _case,
    "cases:case_print": _case,
    "cases:case_told": _case,
    "cases:category": lambda cast: {"pk": Category.objects.get(code="elevator").pk},
    "cases:end_duty": lambda cast: {"pk": _duty(cast).pk},
    "cases:ground": lambda cast: {"pk": Ground.objects.filter(purpose="return").first().pk},
    "cases:handed_out": _case,
    "cases:draft_check": _draft,
    "cases:draft_forget": _draft,
    "cases:draft_photo": lambda cast: _draft(cast) | {"name": "f" * 32},
    "cases:draft_reach": _draft,
    "cases:draft_what": _draft,
    "cases:draft_where": _draft,
    "cases:linked": _token,
    "cases:linked_photo": lambda cast: _token(cast) | _photo(cast),
    "cases:linked_reporter": _token,
    "cases:linked_step": lambda cast: _token(cast) | {"step": "sign_in"},
    "cases:photo": _photo,
    "cases:one_filter": lambda cast: {"pk": _kept_filter(cast).pk},
    "cases:place": lambda cast: {"code": _code(cast) and "ABCDEFGHJK"},
    "cases:pulse": _case,
    "cases:reporter": _case,
    "cases:resident_step": lambda cast: _case(cast) | {"step": "supply"},
    "cases:share": _case,
    "cases:shared": _shared,
    "cases:step": lambda cast: _case(cast) | {"step": "note"},
    "cases:summons": _summons,
    "cases:summons_step": lambda cast: _summons(cast) | {"step": "sign_in"},
    "cases:together_step": lambda cast: {"step": "note"},
    "cases:tracked": _case,
    "cases:unit_reporter": _summons,
    "orders:contact": _taken,
    "orders:member": _volunteers_number,
    "orders:volunteer": _volunteers_number,
    "orders:volunteer_desk_step": lambda cast: _volunteers_number(cast) | {"step": "renew"},
    "orders:withdraw_paper": lambda cast: _volunteers_number(cast) | _paper(cast),
    "flows:moved": _change,
    "orders:feed": _calendar,
    "orders:my_step": lambda cast: {"step": "renew"},
    "orders:offered": _offered,
    "orders:picture": _picture,
    "orders:paper": _paper,
    "orders:verified": _paper,
    "orders:personal_link": lambda cast: {"token": ways_in.token_for(volunteer_of(cast))},
    "orders:volunteer_step": lambda cast: _taken(cast) | {"step": "schedule"},
    "dispatching:line": _order,
    "indicators:opened": lambda cast: {"row": "M1", "key": "areas"},
    "mfa_edit_webauthn": lambda cast: {"pk": 1},
    "mfa_remove_webauthn": lambda cast: {"pk": 1},
    "notices:choose": lambda cast: {"channel": "mail"},
    "notices:open": _notice,
    "notices:organization_channels": _unit,
    "notices:organization_choose": lambda cast: _unit(cast) | {"channel": "mail"},
    "notices:organization_test": lambda cast: _unit(cast) | {"channel": "mail"},
    "notices:read": _notice,
    "notices:test": lambda cast: {"channel": "mail"},
    "exchange:errors": _import,
    "exchange:run": _import,
    "orders:desk_order": _order,
    "orders:desk_step": lambda cast: _order(cast) | {"step": "remark"},
    "orders:desk_told": _order,
    "orders:order_print": _order,
    "orders:complaint": _complained,
    "orders:complaint_step": lambda cast: _complained(cast) | {"step": "withdraw_complaint"},
    "orders:desk_complaint": _complained,
    "orders:desk_complaint_step": lambda cast: _complained(cast) | {"step": "not_uphold"},
    "orders:my_complaint": _upheld,
    "orders:my_complaint_step": lambda cast: _upheld(cast) | {"step": "object_to"},
    "orders:letter": _thanked,
    "orders:linked_letter": _thanked_link,
    "orders:linked_pairing": _proposed_link,
    "orders:linked_pairing_step": lambda cast: _proposed_link(cast) | {"step": "agree_pairing"},
    "orders:drop_need": lambda cast: {"pk": _pairing(cast).need_id},
    "orders:need": lambda cast: {"pk": _pairing(cast).need_id},
    "orders:pairing": _thanked,
    "orders:pairing_step": lambda cast: {"pk": _pairing(cast, "proposed").pk, "step": "drop_pairing"},
    "orders:unit": _registered,
    "orders:end_unit": _registered,
    "orders:end_member": _reported,
    "web:unit_year": lambda cast: {"pk": _pairing(cast) and cast.a.housing.pk},
    "orders:person": lambda cast: _order(cast) | {"whose": "requester"},
    "orders:draft_check": _order_draft,
    "orders:draft_forget": _order_draft,
    "orders:draft_reach": _order_draft,
    "orders:draft_what": _order_draft,
    "orders:draft_when": _order_draft,
    "orders:draft_whom": _order_draft,
    "orders:change_kind": _service,
    "orders:points_off": _rule,
    "orders:points_of": lambda cast: _rule(cast) and _volunteers_number(cast),
    "orders:take_off": _service,
    "orders:end_standing": _order,
    "orders:handed_out": _order,
    "web:turn_into_case": lambda cast: {"number": _fresh_order(cast).number},
    "orders:resident_step": lambda cast: _order(cast) | {"step": "cancel"},
    "orders:tracked": _order,
    "organizations:close_estate": _estate,
    "organizations:correct": _squad,
    "organizations:correct_estate": _estate,
    "organizations:cover": _squad,
    "organizations:end": _squad,
    "organizations:end_fact": lambda cast: _estate(cast) | {"what": "committee"},
    "organizations:estate": _estate,
    "organizations:join_estate": _estate,
    "organizations:leave_estate": _estate,
    "organizations:organization": _squad,
    "organizations:rate": lambda cast: {"key": "adviser_posting"},
    "organizations:record": lambda cast: _estate(cast) | {"what": "committee"},
    "organizations:uncover": _squad,
    "people:account": lambda cast: {"pk": cast.a.community_worker.pk},
    "people:consent": _resident,
    "people:told": _resident,
    "people:decide_reset": _reset,
    "people:copy": _resident,
    "people:correct": _resident,
    "people:erase": _resident,
    "people:move": _resident,
    "people:household": _household,
    "people:person": _resident,
    "people:unmask": _resident,
    "posts:appoint_organization": lambda cast: {"pk": cast.a.squad.pk},
    "posts:appoint_place": lambda cast: {"pk": cast.a.community.pk},
    "posts:relieve": lambda cast: {"pk": cast.a.community_worker.posts.get().pk},
    "places:outlines": _community,
    "posts:stand_in": lambda cast: {"pk": cast.a.community_worker.posts.get().pk},
    "territory:add": _community,
    "territory:close": _community,
    "territory:level": lambda cast: {"pk": Level.objects.get(code="section").pk},
    "territory:codes": _community,
    "territory:edit": _community,
    "territory:files": _community,
    "territory:geojson": _community,
    "territory:move": _community,
    "territory:outline": _community,
    "territory:place": _community,
    "territory:reopen": _community,
    "territory:revoke": _code,
    "territory:sheets": _community,
    "territory:workbook": _community,
}
