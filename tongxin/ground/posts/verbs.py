"""What can be allowed: every verb on every noun, each listed once."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Verb:
    """``code`` is "noun.verb"; ``does`` completes "may …"; ``ask`` is the role to turn to for it."""

    code: str
    does: str | Promise
    ask: str

    @property
    def noun(self) -> str:
        return self.code.partition(".")[0]


_LISTED = (
    Verb("case.read", _("read cases"), "community_worker"),
    Verb("case.report_for", _("report on a resident's behalf"), "community_worker"),
    Verb("case.accept", _("accept or decline a report"), "community_worker"),
    Verb("case.handle", _("handle a case"), "community_worker"),
    Verb("case.whistle", _("summon units to a case"), "community_worker"),
    Verb("case.answer", _("answer a summons for a unit"), "unit_staff"),
    Verb("case.verify", _("verify on site that a case is solved"), "community_worker"),
    Verb("case.call_back", _("call the resident back"), "community_worker"),
    Verb("case.supervise", _("urge and supervise a case"), "street_desk"),
    Verb("case.arbitrate", _("decide a dispute between units"), "street_desk"),
    Verb("case.exclude_propose", _("propose to leave a case out of the rates"), "community_worker"),
    Verb("case.exclude_confirm", _("confirm that a case is left out of the rates"), "street_desk"),
    Verb("case.merge", _("merge a case into another"), "community_worker"),
    Verb("case.export", _("export cases"), "street_desk"),
    Verb("order.read", _("read orders"), "community_worker"),
    Verb("order.order_for", _("order on a resident's behalf"), "community_worker"),
    Verb("order.screen", _("accept or refuse an order"), "community_worker"),
    Verb("order.dispatch", _("ask volunteers to do an order"), "community_worker"),
    Verb("order.take", _("take an order for an organisation"), "unit_staff"),
    Verb("menu.edit", _("change the menu of services"), "community_secretary"),
    Verb("volunteer.points", _("give points for volunteers' hours, or stop"), "community_secretary"),
    Verb("volunteer.read", _("see volunteers, masked"), "community_worker"),
    Verb("volunteer.admit", _("admit volunteers and confirm their proofs"), "community_worker"),
    Verb("pairing.edit", _("pair units and communities"), "community_worker"),
    Verb("person.read_masked", _("see persons, masked"), "community_worker"),
    Verb("person.unmask", _("see a person's details in clear, with a purpose"), "community_worker"),
    Verb("person.edit", _("correct a person's details"), "community_worker"),
    Verb("person.erase", _("erase a person's details"), "security_admin"),
    Verb("territory.read", _("see the tree of places"), "community_worker"),
    Verb("territory.edit", _("change the tree of places"), "system_admin"),
    Verb("placecode.issue", _("issue or revoke place codes"), "community_worker"),
    Verb("organization.read", _("see organizations and estates"), "community_worker"),
    Verb("organization.edit", _("change organizations and estates"), "street_desk"),
    Verb("post.appoint", _("appoint and relieve"), "street_desk"),
    Verb("calendar.edit", _("change the working calendar"), "system_admin"),
    Verb("promise.edit", _("change promised times"), "street_desk"),
    Verb("duty.read", _("read the duty catalogue"), "community_worker"),
    Verb("duty.edit", _("change the duty catalogue"), "street_desk"),
    Verb("account.manage", _("manage accounts"), "system_admin"),
    Verb(
        "account.confirm",
        _("agree to help with a password or second step"),
        "security_admin",
    ),
    Verb("journal.verify", _("verify the journal"), "auditor"),
    Verb("notice.read", _("read notices"), "community_worker"),
    Verb("figures.read", _("read figures"), "street_leader"),
)

VERBS: dict[str, Verb] = {verb.code: verb for verb in _LISTED}
