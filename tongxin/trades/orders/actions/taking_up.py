"""Who does it: taken in one tap, or asked and agreed; found further afield; or the community itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.actions import taking
from tongxin.engine.flows.refusals import Incomplete, NotNow
from tongxin.ground.posts.actors import Actor
from tongxin.ground.territory.paths import parent_of
from tongxin.trades.orders.actions.parts import end, end_all, engage, lock_volunteer, own_part, refuse_unfit
from tongxin.trades.orders.choices import Ending
from tongxin.trades.orders.fitting import objection
from tongxin.trades.orders.models import Engagement, Order, Skill, Volunteer


def open_up(order: Order, *, by: Actor, **step: Any) -> Order:
    """Any fitting volunteer within reach may take it."""
    with taking(order, "open_up", by=by, **step):
        pass
    return order


def take(order: Order, *, by: Actor, **step: Any) -> Engagement:
    """A volunteer takes it. The order's row is locked meanwhile: of many at once one gets it, or two where
    two are needed. Raises NotNow with the reason when the two don't fit.
    """
    with taking(order, "take", by=by, **step) as locked:
        volunteer = lock_volunteer(Volunteer.acting(by))
        refuse_unfit(locked, volunteer, locked.taken.now)
        part = engage(locked, volunteer, by=by, now=locked.taken.now, agreed=True)
        locked.taken.target = locked.state if locked.places_left else "taken"
        locked.taken.data["volunteer"] = volunteer.number
    return part


def dispatch(order: Order, *, by: Actor, volunteers: Any, note: str = "", **step: Any) -> list[Engagement]:
    """Ask one volunteer, or two where two are needed. They agree or not, within the promised time."""
    chosen = [int(getattr(each, "pk", each)) for each in volunteers]
    data = {"volunteers": chosen}
    with taking(order, "dispatch", by=by, note=note, data=data, **step) as locked:
        if len(set(chosen)) != locked.places_left:
            raise Incomplete({"volunteers": _ask_for(locked.places_left)})
        asked = []
        for volunteer in Volunteer.objects.filter(pk__in=chosen).order_by("pk"):
            found = lock_volunteer(volunteer)
            on_hand = found.open_engagements().count()
            if objection(locked, found, Skill.needing_proof(), on_hand, locked.taken.now):
                raise Incomplete(
                    {"volunteers": _("%(who)s can't do this one any more.") % {"who": found.shown}}
                )
            asked.append(engage(locked, found, by=by, now=locked.taken.now, agreed=False))
    return asked


def agree(order: Order, *, by: Actor, note: str = "", **step: Any) -> Order:
    """A volunteer who was asked says yes. When enough have agreed it is taken."""
    with taking(order, "agree", by=by, note=note, **step) as locked:
        part = own_part(locked, by, agreed=False)
        refuse_unfit(locked, lock_volunteer(part.volunteer), locked.taken.now, more=1)
        part.agreed_at = locked.taken.now
        part.save(update_fields=["agreed_at"])
        locked.taken.target = _where_to(locked)
    return order


def decline(order: Order, *, by: Actor, reason: str = "", **step: Any) -> Order:
    """A volunteer who was asked can't, and owes nobody a reason."""
    with taking(order, "decline", by=by, data={"reason": reason}, **step) as locked:
        end(own_part(locked, by, agreed=False), Ending.DECLINED, now=locked.taken.now)
        locked.taken.target = _where_to(locked)
    return order


def unanswered(order: Order, *, by: Actor, **step: Any) -> Order:
    """The promised time for an answer is over; the desk asks others. Who has agreed stays."""
    with taking(order, "unanswered", by=by, **step) as locked:
        for part in locked.asked():
            end(part, Ending.UNANSWERED, now=locked.taken.now)
    return order


def widen(order: Order, *, by: Actor, **step: Any) -> Order:
    """Nobody near took it in time: it is offered in the whole street."""
    return _widened(order, "widen", by, step)


def widen_now(order: Order, *, by: Actor, **step: Any) -> Order:
    """The desk does not wait: it is offered in the whole street at once."""
    return _widened(order, "widen_now", by, step)


def fall_back(order: Order, *, by: Actor, **step: Any) -> Order:
    """Nobody was found in the street either: it is the community worker's own duty now."""
    with taking(order, "fall_back", by=by, **step):
        pass
    return order


def do_ourselves(order: Order, *, by: Actor, note: str = "", **step: Any) -> Order:
    """The community does it itself, without waiting longer."""
    with taking(order, "do_ourselves", by=by, note=note, **step):
        pass
    return order


def recall(order: Order, *, by: Actor, reason: str, **step: Any) -> Order:
    """The desk calls everybody back and finds others."""
    with taking(order, "recall", by=by, data={"reason": reason}, **step) as locked:
        end_all(locked, Ending.RECALLED, now=locked.taken.now)
        locked.starts_at = None
    return order


def _widened(order: Order, step_name: str, by: Actor, step: dict[str, Any]) -> Order:
    with taking(order, step_name, by=by, **step) as locked:
        locked.reach_path = parent_of(locked.community_path) or locked.community_path
    return order


def _where_to(order: Order) -> str:
    """Taken when enough agreed; back at the desk when nobody is left to answer."""
    if not order.places_left:
        return "taken"
    return "dispatched" if order.asked() else "accepted"


def _ask_for(places: int) -> object:
    if places < 1:
        raise NotNow(_("Enough volunteers take part already."))
    if places == 1:
        return _("Please choose one volunteer.")
    return _("Please choose two volunteers: nobody goes there alone.")
