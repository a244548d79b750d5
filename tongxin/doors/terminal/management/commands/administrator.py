from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from tongxin.ground.people import actions as people
from tongxin.ground.people.models import Account
from tongxin.ground.people.refusals import Invalid
from tongxin.ground.posts.actions import appoint
from tongxin.ground.posts.actors import SYSTEM
from tongxin.ground.posts.roles import SEPARATED
from tongxin.ground.territory.actions import add_place
from tongxin.ground.territory.models import Place
from tongxin.ground.territory.selectors import places

ZONE = "zone"
NOTE = "at the server"


class Command(BaseCommand):
    help = "Let an administrator in: the first ones, or one whose password or second step is lost."

    def add_arguments(self, parser) -> None:
        parser.add_argument("username", help="the sign-in name")
        parser.add_argument("--as", dest="role", choices=sorted(SEPARATED), help="make this account, as this")
        parser.add_argument("--zone", help="name of the outermost place, made if there is none yet")
        parser.add_argument("--second-step", action="store_true", help="take the lost second step away, too")

    def handle(self, *, username: str, role: str | None, zone: str | None, second_step: bool, **options: Any):
        """What pages leave to two persons is done here by whoever runs the server, and written down."""
        with override("en"):
            try:
                with transaction.atomic():
                    account = _made(username, role, zone) if role else _known(username)
                    if second_step:
                        people.reset_second_factor(account, by=SYSTEM, note=NOTE)
                    hours = people.AGREED_LINK_HOURS
                    secret = people.reset_password(account, by=SYSTEM, hours=hours, note=NOTE)
            except (Invalid, ValidationError) as refused:
                raise CommandError(" ".join(_sentences(refused))) from None
        link = settings.TONGXIN_BASE_URL + reverse("account_link", args=[secret])
        self.stdout.write(f"{account.username} sets a password here, once, within an hour:\n  {link}")


def _known(username: str) -> Account:
    found = Account.objects.filter(username__iexact=username).first()
    if found is None:
        raise CommandError(f"Nobody is called {username} here. To make this account, say --as what.")
    return people.sign_out_everywhere(found, by=SYSTEM)


def _made(username: str, role: str, zone: str | None) -> Account:
    account = people.open_account(username=username, by=SYSTEM)
    appoint(role=role, account=account, place=_outermost(zone), by=SYSTEM)
    return account


def _outermost(name: str | None) -> Place:
    """The zone of that name, or the only one; the first is made."""
    there = list(places().filter(parent=None, level__code=ZONE))
    found = [place for place in there if name in (None, place.name)]
    if len(found) == 1:
        return found[0]
    if name and not there:
        return add_place(level=ZONE, name=name, by=SYSTEM)
    known = ", ".join(place.name for place in there) or "no place yet: it is made by that name"
    raise CommandError(f"Say --zone and its name; there is {known}.")


def _sentences(refused: Invalid | ValidationError) -> list[str]:
    return refused.messages if isinstance(refused, ValidationError) else [*map(str, refused.errors.values())]
