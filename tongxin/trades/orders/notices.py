"""What people are told of an order: short, warm, plain, and fit for a lock screen."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongxin.engine.flows.models import Flowing
from tongxin.trades.orders import pairing_links
from tongxin.trades.orders.models import Complaint, Order, Pairing, Volunteer
from tongxin.trades.orders.ways_in import token_for

WHERE = _("{place}, no. {number}")

TEXTS = {
    # -- to whoever ordered
    "order.accept the:reporter": (_("We have your order"), _("No. {number}. We are finding somebody.")),
    "order.refuse the:reporter": (_("We can't take this order on"), _("No. {number}. Please read why; only you can see it.")),
    "order.turn_into_case the:reporter": (_("We look after this in another way"), _("No. {number}. It goes on as a case; you find its number there.")),
    "order.take the:reporter": (_("Somebody is coming"), _("No. {number}. They agree on the time with you.")),
    "order.agree the:reporter": (_("Somebody is coming"), _("No. {number}. They agree on the time with you.")),
    "order.schedule the:reporter": (_("The time is agreed"), _("No. {number}. Please look at when.")),
    "order.move the:reporter": (_("Another time is needed"), _("No. {number}. You will be asked what suits you.")),
    "order.set_out the:reporter": (_("They are on their way to you"), _("No. {number}.")),
    "order.finish the:reporter": (_("How was it?"), _("No. {number}. Please say, and whether the time written down is right.")),
    "order.finish_ourselves the:reporter": (_("How was it?"), _("No. {number}. Please say, and whether the time written down is right.")),
    "order.hand_back the:reporter": (_("We are finding somebody else"), _("No. {number}. Whoever took it can't come after all.")),
    "order.fall_back the:reporter": (_("The community does it itself"), _("No. {number}. Nobody was free, so we come.")),
    "order.do_ourselves the:reporter": (_("The community does it itself"), _("No. {number}. We come.")),
    "order.recall the:reporter": (_("We are finding somebody else"), _("No. {number}. We will tell you who comes.")),
    "order.cancel the:reporter": (_("The order is cancelled"), _("No. {number}. You can order again at any time.")),
    # -- to volunteers
    "order.widen the:near": (_("Somebody near you needs a hand"), WHERE),
    "order.widen_now the:near": (_("Somebody near you needs a hand"), WHERE),
    "order.dispatch the:asked": (_("Would you lend a hand?"), _("{place}, no. {number}. Please say yes or no; both are fine.")),
    "order.swap the:asked": (_("Would you step in for somebody?"), WHERE),
    "order.agree_swap the:taker": (_("It has been taken over"), WHERE),
    "order.decline_swap the:taker": (_("They can't step in"), _("No. {number}: it stays with you.")),
    "order.schedule the:taker": (_("The time is agreed"), WHERE),
    "order.recall the:taker": (_("You are not needed this time"), _("No. {number}. Thank you for being ready.")),
    "order.no_show the:taker": (_("It was written down that nobody came"), _("No. {number}. If you were there, please call your community.")),
    "order.recall the:asked": (_("You are not needed this time"), _("No. {number}. Thank you for being ready.")),
    "order.cancel the:asked": (_("The order is cancelled"), _("No. {number}. Thank you for being ready.")),
    "order.cancel the:taker": (_("The order is cancelled"), _("No. {number}. Thank you for being ready.")),
    "order.rate the:taker": (_("They have said how it was"), WHERE),
    "order.close the:taker": (_("Your hours are confirmed"), WHERE),
    "complaint.uphold the:reporter": (_("Your complaint was upheld"), _("No. {number}. Please read why.")),
    "complaint.not_uphold the:reporter": (_("Your complaint was looked into"), _("No. {number}. It was not upheld; please read why.")),
    "complaint.keep_upheld the:reporter": (_("The decision stands"), _("No. {number}. It was looked at once more; please read why.")),
    "complaint.set_aside the:reporter": (_("The decision was changed"), _("No. {number}. It was looked at once more; please read why.")),
    "complaint.uphold the:taker": (_("A complaint was upheld"), _("No. {number}. Please read why; if it was not so, you can object once.")),
    "complaint.not_uphold the:taker": (_("A complaint was not upheld"), _("No. {number}. It was looked into; you need do nothing.")),
    "complaint.keep_upheld the:taker": (_("The decision stands"), _("No. {number}. Somebody else has looked at it; please read why.")),
    "complaint.set_aside the:taker": (_("Your objection was right"), _("No. {number}. The decision was set aside.")),
    "volunteer.admit the:self": (_("Welcome among the volunteers"), _("{place}. From now on you see what is wanted near you.")),
    "volunteer.turn_down the:self": (_("You could not be admitted"), _("{place}. Please read why; only you can see it.")),
    "volunteer.renew the:self": (_("You have a new way in"), _("{place}. The card, the links and the devices of before are not valid any more.")),
    "volunteer.take_away the:self": (_("A proof does not count any more"), _("{place}. Please ask at your community.")),
    "pairing.born the:unit": (_("A community asks for something you offer"), _("{place}. Please say whether you can.")),
    "pairing.deliver the:unit": (_("It has been written down"), _("{place}. The community will write to you.")),
    "pairing.thank the:unit": (_("The community thanks you"), _("{place}. You can read and print the letter.")),
    "pairing.drop_pairing the:unit": (_("It is not needed any more"), _("{place}. Please read why.")),
    # -- to the desk
    "order.born": (_("A new order: {place}"), _("No. {number} waits to be looked at.")),
    "order.decline": (_("A volunteer can't come"), _("{place}, no. {number}: please ask somebody else.")),
    "order.unanswered": (_("Nobody has answered"), _("{place}, no. {number}: please ask somebody else.")),
    "order.widen": (_("Asked further afield"), WHERE),
    "order.fall_back": (_("Nobody was found: it is yours"), _("{place}, no. {number}: please do it yourselves.")),
    "order.hand_back": (_("Somebody dropped out"), WHERE),
    "order.no_show": (_("Nobody came"), _("{place}, no. {number}: please call there first.")),
    "order.change": (_("Other times are wanted"), WHERE),
    "order.cancel": (_("An order was cancelled"), WHERE),
    "order.rate": (_("They have said how it was"), WHERE),
    "order.lapse": (_("No word came; please confirm the hours"), WHERE),
    "order.late": (_("Late"), WHERE),
    "complaint.born": (_("A complaint about an order"), _("{place}, no. {number}: please look into it.")),
    "complaint.withdraw_complaint": (_("A complaint was taken back"), WHERE),
    "complaint.object_to": (_("A volunteer objects"), _("{place}, no. {number}: somebody else decides now.")),
    "complaint.late": (_("Late"), WHERE),
    "pairing.agree_pairing": (_("The unit will do it"), _("{place}. Please agree on the day.")),
    "pairing.decline_pairing": (_("The unit can't do it"), _("{place}. Please look for another one.")),
    "pairing.deliver": (_("It has taken place"), _("{place}. A letter of thanks is due.")),
    "pairing.late": (_("Late"), _("{place}. It still stands at: {state}.")),
    "volunteer.born": (_("Somebody would like to lend a hand"), _("{place}, no. {number}: please get to know them.")),
    "volunteer.late": (_("Late"), WHERE),
}  # fmt: skip

URGENT = ("order.no_show", "order.cancel")

OF_VOLUNTEERS = ("the:near", "the:asked", "the:taker")


def link(thing: Flowing, audience: str) -> str:
    """Where the audience reads on. What goes to several volunteers carries no secret: it opens for a browser
    that was let in, and asks any other for number and code. A message to one volunteer carries their own way
    in. Whoever ordered reads on by the number; a browser that does not hold it asks for the code.
    """
    if isinstance(thing, Volunteer) and audience == "the:self":
        return reverse("orders:personal_link", args=[token_for(thing)])
    if audience == "the:reporter" and isinstance(thing, Order | Complaint):
        return reverse("orders:tracked", args=[_order_of(thing).number])
    if isinstance(thing, Volunteer):
        return reverse("orders:volunteer", args=[thing.number])
    if isinstance(thing, Order) and audience in OF_VOLUNTEERS:
        return reverse("orders:offered", args=[thing.number])
    if isinstance(thing, Pairing):
        if audience == "the:unit":
            return reverse("orders:linked_pairing", args=[pairing_links.token_for(thing)])
        return reverse("orders:pairing", args=[thing.pk])
    if isinstance(thing, Complaint):
        page = "orders:my_complaint" if audience == "the:taker" else "orders:desk_complaint"
        return reverse(page, args=[thing.order.number])
    if isinstance(thing, Order):
        return reverse("orders:desk_order", args=[thing.number])
    return ""


def _order_of(thing: Order | Complaint) -> Order:
    return thing.order if isinstance(thing, Complaint) else thing
