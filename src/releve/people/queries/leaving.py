"""Who has left, and which accounts are closed, long enough ago for the purge to look at them."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, Max, OuterRef, Q

from releve.people.models import Account, Contract, Level, Person


def people_left(hospital: Level, *, before: date) -> list[Person]:
    """Return the people of a hospital whose last contract ended before a day, by code.

    Whoever has a contract without an end, one that goes on, or none at all is not among them:
    of somebody who never had one, nobody can tell that she has left. Nor is anybody whose
    account is open: it is closed first.
    """
    contracts = Contract.objects.for_hospital(hospital).filter(person=OuterRef("pk"))
    goes_on = contracts.filter(Q(to_on__isnull=True) | Q(to_on__gte=before))
    accounts = Account.objects.for_hospital(hospital).filter(person=OuterRef("pk"), is_active=True)
    found = Person.objects.for_hospital(hospital).annotate(last=Max("contracts__to_on"))
    left = found.filter(last__lt=before).exclude(Exists(goes_on)).exclude(Exists(accounts))
    return list(left.order_by("code"))


def closed_accounts(hospital: Level | None, *, before: date) -> list[Account]:
    """Return the accounts of a hospital, or above all, closed before a day, by name."""
    accounts = Account.objects
    found = accounts.for_hospital(hospital) if hospital else accounts.above_hospitals()
    return list(found.filter(is_active=False, closed_on__lt=before).order_by("username"))


def accounts_with(person: Person) -> list[Account]:
    """Return the accounts that are a person's, by name."""
    found = Account.objects.for_hospital(person.hospital_id).filter(person=person)
    return list(found.order_by("username"))
