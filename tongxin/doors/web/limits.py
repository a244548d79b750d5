"""How often one connection may do what anybody may do. Generous: a whole building may share one address."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """The limit of one page, by its URL name: ``proven`` with proof of work, ``unproven`` without.

    ``reads`` says that opening the page counts as well: it is a guess at a code.
    """

    purpose: str
    proven: str
    unproven: str
    reads: bool = False


LIMITS: dict[str, Limit] = {
    "cases:report": Limit("begin a report", "60/h", "60/h"),
    "cases:draft_check": Limit("report", "60/h", "15/h"),
    "cases:whole": Limit("report", "60/h", "15/h"),
    "cases:draft_what": Limit("write a report", "600/h", "600/h"),
    "cases:like_this": Limit("look for the same", "900/h", "900/h", reads=True),
    "orders:order": Limit("begin an order", "60/h", "60/h"),
    "orders:draft_check": Limit("order", "60/h", "15/h"),
    "orders:whole": Limit("order", "60/h", "15/h"),
    "orders:resident_step": Limit("resident's step", "120/h", "60/h"),
    "places:at": Limit("position", "300/h", "300/h"),
    # A query code has 31^8 forms: at this rate one guess in a hundred years would be lucky.
    "cases:track": Limit("query code", "60/h", "40/h"),
    "cases:resident_step": Limit("resident's step", "120/h", "60/h"),
    "orders:join": Limit("join", "20/h", "6/h"),
    "orders:way_in": Limit("volunteer's code", "60/h", "40/h"),
    "orders:verified": Limit("certificate", "120/h", "120/h", reads=True),
    "orders:feed": Limit("calendar", "600/h", "600/h", reads=True),
    "orders:personal_link": Limit("volunteer's link", "40/h", "40/h"),
    "account_login": Limit("sign in", "40/h", "40/h"),
    "account_reauthenticate": Limit("sign in", "40/h", "40/h"),
    "account_link": Limit("password link", "40/h", "40/h", reads=True),
    "mfa_authenticate": Limit("second factor", "20/h", "20/h"),
}
