"""Every read about people. Persons come masked: their sealed columns are not even fetched."""

from tongxin.ground.people.selectors.accounts import (
    account_by_login,
    changes_of,
    last_sign_ins,
    latest_help,
    living_link,
    waiting_resets,
)
from tongxin.ground.people.selectors.agreements import (
    agreements_of,
    has_consented,
    notices_to,
    text_in_force,
)
from tongxin.ground.people.selectors.households import household_counts, households_at, households_below
from tongxin.ground.people.selectors.looks import busy_lookers, looks_at
from tongxin.ground.people.selectors.persons import (
    find_by_id_number,
    find_by_name,
    find_by_phone,
    masked,
    search_masked,
)
from tongxin.ground.people.selectors.retention import persons_due, retention_changes, rules_on

__all__ = [
    "account_by_login",
    "agreements_of",
    "busy_lookers",
    "changes_of",
    "find_by_id_number",
    "find_by_name",
    "find_by_phone",
    "has_consented",
    "household_counts",
    "households_at",
    "households_below",
    "last_sign_ins",
    "latest_help",
    "living_link",
    "looks_at",
    "masked",
    "notices_to",
    "persons_due",
    "retention_changes",
    "rules_on",
    "search_masked",
    "text_in_force",
    "waiting_resets",
]
