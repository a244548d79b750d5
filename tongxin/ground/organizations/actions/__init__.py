"""Verbs of organizations. Who may use them is asked at the door (``posts.gates``), which stands above.

All raise ``django.core.exceptions.ValidationError`` with sentences when something does not hold.
Every verb writes ``Change`` rows in the same transaction.
"""

from tongxin.ground.organizations.actions.estates import (
    close_estate,
    correct_estate,
    join_estate,
    leave_estate,
    register_estate,
    register_estates,
)
from tongxin.ground.organizations.actions.facts import (
    end_committee,
    end_party_coverage,
    end_property_service,
    post_adviser,
    post_advisers,
    record_committee,
    record_committees,
    record_members,
    record_memberships,
    record_party_coverage,
    record_party_coverages,
    record_property_service,
    record_property_services,
    withdraw_adviser,
)
from tongxin.ground.organizations.actions.organizations import (
    close_organization,
    correct_organization,
    cover,
    cover_many,
    found_organization,
    found_organizations,
    uncover,
)

__all__ = [
    "close_estate",
    "close_organization",
    "correct_estate",
    "correct_organization",
    "cover",
    "cover_many",
    "end_committee",
    "end_party_coverage",
    "end_property_service",
    "found_organization",
    "found_organizations",
    "join_estate",
    "leave_estate",
    "post_adviser",
    "post_advisers",
    "record_committee",
    "record_committees",
    "record_members",
    "record_memberships",
    "record_party_coverage",
    "record_party_coverages",
    "record_property_service",
    "record_property_services",
    "register_estate",
    "register_estates",
    "uncover",
    "withdraw_adviser",
]
