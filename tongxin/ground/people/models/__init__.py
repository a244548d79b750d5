"""Persons, households, what was agreed and looked at, and the accounts people sign in with."""

from tongxin.ground.people.models.account import Account, FactorReset, ResetLink, SignIn
from tongxin.ground.people.models.agreements import Consent, NoticeGiven, PrivacyText
from tongxin.ground.people.models.household import Household
from tongxin.ground.people.models.person import Person
from tongxin.ground.people.models.records import Change, Look
from tongxin.ground.people.models.retention import RetentionRule

__all__ = [
    "Account",
    "Change",
    "Consent",
    "FactorReset",
    "Household",
    "Look",
    "NoticeGiven",
    "Person",
    "PrivacyText",
    "ResetLink",
    "RetentionRule",
    "SignIn",
]
