"""Which pages the tour visits, and as whom.

They come from the enumeration of addresses; who may open each comes from the table of permissions. A page
that everybody in the table is refused needs a line in ``SEEN_BY`` (how to see it all the same) or in
``EXCUSED`` (why there is nothing to see). ``MORE`` holds what one address shows besides.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import tests.house
from tests.cast import Cast
from tests.house.addresses import PARTS, Address, addresses
from tour.people import NOBODY, REPORTER, VOLUNTEER, WRITER

PERMISSIONS = Path(tests.house.__file__).with_name("permissions.csv")
# The first of these who may open a page opens it; then anybody who may.
USUAL = (NOBODY, "community_worker", "street_desk", "property_supervisor", "unit_head", "system_admin")


@dataclass(frozen=True)
class Visit:
    """One page as one person sees it: ``name`` is the address's, and after a space what is special."""

    name: str
    who: str
    url: Callable[[Cast], str]

    @property
    def about_a_thing(self) -> bool:
        """Whether its address has parts: then asking for it may make the thing it is about."""
        return bool(_named()[self.name.partition(" ")[0]].parts)


SEEN_BY = {
    "cases:case": "street_desk",
    "cases:draft_check": WRITER,
    "cases:draft_reach": WRITER,
    "cases:draft_what": WRITER,
    "cases:draft_where": WRITER,
    "cases:resident_step": REPORTER,
    "cases:summonses": "property_supervisor",
    "cases:summons": "property_supervisor",
    "cases:summons_step": "property_supervisor",
    "cases:tracked": REPORTER,
    "orders:draft_check": WRITER,
    "orders:draft_reach": WRITER,
    "orders:draft_what": WRITER,
    "orders:draft_when": WRITER,
    "orders:draft_whom": WRITER,
    "orders:complaint": REPORTER,
    "orders:complaint_step": REPORTER,
    "orders:resident_step": REPORTER,
    "orders:tracked": REPORTER,
    "indicators:index": "zone_leader",
    "indicators:opened": "zone_leader",
    "orders:calendar": VOLUNTEER,
    "orders:contact": VOLUNTEER,
    "orders:hours": VOLUNTEER,
    "orders:me": VOLUNTEER,
    "orders:erase_me": VOLUNTEER,
    "orders:my_complaint": VOLUNTEER,
    "orders:my_complaint_step": VOLUNTEER,
    "orders:my_step": VOLUNTEER,
    "orders:offered": VOLUNTEER,
    "orders:own": VOLUNTEER,
    "orders:paper": VOLUNTEER,
    "orders:volunteer_step": VOLUNTEER,
    "organizations:rate": "zone_leader",
    "organizations:rates": "zone_leader",
}

REDIRECT = "leads on to another page and shows nothing itself"
NO_PAGE = "answers a program or gives a file"
SECOND_FACTOR = "needs an account that has set up a second factor; the sign-in tests open it"
PASSWORD_FIRST = "asks for the password once more first; the sign-in tests open it"

EXCUSED = {
    "account_first_password": "needs a link used once; the sign-in tests open it",
    "account_link": REDIRECT,
    "cases:draft_forget": "throws away; shows nothing",
    "cases:draft_photo": NO_PAGE,
    "cases:handed_out": "shown once, right after a report was taken down",
    "cases:linked_photo": NO_PAGE,
    "cases:photo": NO_PAGE,
    "orders:picture": NO_PAGE,
    "cases:pulse": NO_PAGE,
    "cases:map_points": NO_PAGE,
    "cases:sent": "shown to the browser that has just sent a report; the stories open it",
    "web:worker": NO_PAGE,
    "exchange:errors": NO_PAGE,
    "healthz": NO_PAGE,
    "mfa_activate_totp": PASSWORD_FIRST,
    "mfa_add_webauthn": PASSWORD_FIRST,
    "mfa_authenticate": "the second step of signing in; the sign-in tests open it",
    "mfa_deactivate_totp": SECOND_FACTOR,
    "mfa_download_recovery_codes": NO_PAGE,
    "mfa_edit_webauthn": SECOND_FACTOR,
    "mfa_generate_recovery_codes": SECOND_FACTOR,
    "mfa_reauthenticate": SECOND_FACTOR,
    "mfa_reauthenticate_webauthn": SECOND_FACTOR,
    "mfa_remove_webauthn": SECOND_FACTOR,
    "mfa_view_recovery_codes": SECOND_FACTOR,
    "orders:feed": NO_PAGE,
    "orders:draft_forget": "throws away; shows nothing",
    "orders:handed_out": "shown once, right after an order was taken down",
    "orders:sent": "shown to the browser that has just ordered; the stories open it",
    "places:all_outlines": NO_PAGE,
    "places:choices": NO_PAGE,
    "places:outlines": NO_PAGE,
    "territory:geojson": NO_PAGE,
    "territory:workbook": NO_PAGE,
    "web:desk": REDIRECT,
    "web:favicon": NO_PAGE,
    "web:fresh": NO_PAGE,
}


def _at(name: str, more: Callable[[Cast], dict[str, object]]) -> Callable[[Cast], str]:
    """The address with a query, made for the cast."""
    return lambda cast: f"{_named()[name].filled(cast)}?{urlencode(more(cast))}"


def _whistled_number(cast: Cast) -> dict[str, object]:
    """The case every other address of a case is filled with."""
    return {"case": PARTS["cases:case"](cast)["number"]}


MORE = [
    Visit("cases:report here", NOBODY, _at("cases:report", lambda cast: {"place": cast.a.stairwell.pk})),
    Visit("cases:draft_where choose", WRITER, _at("cases:draft_where", lambda cast: {"choose": ""})),
    Visit(
        "cases:draft_where search",
        WRITER,
        _at("cases:draft_where", lambda cast: {"choose": "", "q": "3号楼"}),
    ),
    Visit("orders:order menu", NOBODY, _at("orders:order", lambda cast: {"place": cast.a.stairwell.pk})),
    Visit("cases:together chosen", "community_worker", _at("cases:together", _whistled_number)),
    Visit("cases:together_step note", "community_worker", _at("cases:together_step", _whistled_number)),
    Visit("cases:queue search", "community_worker", _at("cases:queue", lambda cast: {"q": "电梯"})),
    Visit("cases:queue nothing", "community_worker", _at("cases:queue", lambda cast: {"q": "没有这样的事"})),
    Visit("cases:map leader", "zone_leader", lambda cast: _named()["cases:map"].filled(cast)),
    Visit("cases:queue leader", "zone_leader", lambda cast: _named()["cases:queue"].filled(cast)),
]


def visits() -> list[Visit]:
    """Every visit of the tour, sorted by name."""
    plain = [
        Visit(name, who, address.filled)
        for name, address in _named().items()
        if name not in EXCUSED and (who := _who(name)) is not None
    ]
    return sorted([*plain, *MORE], key=lambda visit: visit.name)


def actions() -> set[str]:
    """Addresses that know no GET: there is nothing to look at."""
    return {name for name, row in _rows().items() if {*row.values()} <= {"405", "sign in"}}


def _who(name: str) -> str | None:
    if name in SEEN_BY:
        return SEEN_BY[name]
    may = [who for who, answer in _rows().get(name, {}).items() if answer.partition("/")[0] == "200"]
    return next((who for who in USUAL if who in may), may[0] if may else None)


@cache
def _named() -> dict[str, Address]:
    return {address.name: address for address in addresses()}


@cache
def _rows() -> dict[str, dict[str, str]]:
    """What a GET answers, by address and role."""
    with PERMISSIONS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["method"] == "GET"]
    return {row.pop("address"): {who: row[who] for who in row if who != "method"} for row in rows}
