"""How often one connection may do what anybody may do. Generous: a whole building may share one address."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """The limit of one page: ``proven`` with proof of work, ``unproven`` without.

    ``reads`` says that opening the page counts as well: it is a guess at a code.
    """

    purpose: str
    proven: str
    unproven: str
    reads: bool = False


LIMITS: dict[str, Limit] = {
    "account_login": Limit("sign in", "40/h", "40/h"),
    "account_reauthenticate": Limit("sign in", "40/h", "40/h"),
    "mfa_authenticate": Limit("second factor", "20/h", "20/h"),
}
