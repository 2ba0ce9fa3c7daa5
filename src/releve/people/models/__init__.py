"""Tables of the room."""

from releve.people.models.notices import MailHabit, Notice
from releve.people.models.tables import (
    Account,
    AccountManager,
    AccountQuerySet,
    Contract,
    Grant,
    HospitalQuerySet,
    HospitalTable,
    Level,
    Person,
    PersonSkill,
    Restriction,
    Role,
    Skill,
    Unavailability,
    WardComputer,
    plain_username,
)
from releve.people.models.tokens import ApiToken

__all__ = [
    "Account",
    "AccountManager",
    "AccountQuerySet",
    "ApiToken",
    "Contract",
    "Grant",
    "HospitalQuerySet",
    "HospitalTable",
    "Level",
    "MailHabit",
    "Notice",
    "Person",
    "PersonSkill",
    "Restriction",
    "Role",
    "Skill",
    "Unavailability",
    "WardComputer",
    "plain_username",
]
