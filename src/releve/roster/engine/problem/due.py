"""Minutes due: what each person owes over the period, and her part of the protected time.

Protected time is due to the team inside its paid hours. Each person's part is pro rata of her
share of full time and of the days on which she is there while it is protected, never more than
the time that she still has to give; whole minutes, which add up to what is protected exactly
wherever the team has that much time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from releve.roster.engine.problem.facts import Person
from releve.roster.engine.problem.fields import Fields

MEMORY_CAP_MINUTES = 720
"""A balance of hours beyond this is settled over several periods, not in one."""


def unavailable_days(problem: Fields, person: Person) -> frozenset[date]:
    """Return the civil days of the period on which she cannot be given a minute."""
    return frozenset(
        day
        for away in problem.unavailable
        if away.person == person.id
        for day in problem.days
        if away.from_on <= day <= away.to_on
    )


def share_of(person: Person) -> Fraction:
    """Return her share of full time, exact."""
    return Fraction(person.contract.share).limit_denominator(1000)


def paid_minutes(problem: Fields, person: Person) -> int:
    """Return the minutes that a person owes over the period, protected time included.

    Her weekly duty times the weeks, less a fifth of a week for each unavailable day from
    Monday to Friday (décret 2002-9, art. 14, values an absent day so, whatever shift it was).
    """
    weekly = Fraction(person.contract.full_time_weekly_minutes) * share_of(person)
    absent = sum(1 for day in unavailable_days(problem, person) if day.weekday() < 5)
    return max(0, round(weekly * len(problem.days) / 7 - weekly * absent / 5))


def balance_minutes(person: Person) -> int:
    """Return the balance that memory holds, as far as one period settles it."""
    return max(-MEMORY_CAP_MINUTES, min(MEMORY_CAP_MINUTES, person.memory.hours_minutes))


def protected_parts(problem: Fields) -> dict[str, int]:
    """Return the protected minutes of each person who has some, by her id."""
    free = {
        person.id: min(paid, max(0, paid - balance_minutes(person)))
        for person in problem.people
        for paid in [paid_minutes(problem, person)]
    }
    parts = dict.fromkeys(free, 0)
    for time in problem.protected:
        weights = {
            person.id: share_of(person) * _days_there(problem, person, time.from_on, time.to_on)
            for person in problem.people
        }
        for person, more in shared_out(time.minutes, weights, free).items():
            parts[person] += more
            free[person] -= more
    return {person: part for person, part in parts.items() if part}


def _days_there(problem: Fields, person: Person, first: date, last: date) -> int:
    begins, ends = max(first, problem.starts_on), min(last, problem.ends_on)
    away = sum(begins <= day <= ends for day in unavailable_days(problem, person))
    return (ends - begins).days + 1 - away


def shared_out(
    minutes: int, weights: Mapping[str, Fraction], free: Mapping[str, int]
) -> dict[str, int]:
    """Share whole minutes by weight, nobody beyond what is free; the largest remainders first.

    The sum is exact wherever those with a weight have that much free; what they have not is
    shared by nobody. Equal remainders go by the order of ``weights``.
    """
    given: dict[str, int] = {}
    open_to = {one: weight for one, weight in weights.items() if weight and free[one]}
    left = minutes
    while left and open_to:
        whole = sum(open_to.values())
        exact = {one: left * weight / whole for one, weight in open_to.items()}
        full = [one for one, part in exact.items() if part >= free[one]]
        if not full:
            return given | _rounded(left, exact)
        for one in full:
            given[one] = free[one]
            left -= free[one]
            del open_to[one]
    return given


def _rounded(minutes: int, exact: Mapping[str, Fraction]) -> dict[str, int]:
    """Return whole parts of a sum: each rounded down, the rest to the largest remainders."""
    found = {one: int(part) for one, part in exact.items()}
    rest = minutes - sum(found.values())
    for one in sorted(exact, key=lambda one: found[one] - exact[one])[:rest]:
        found[one] += 1
    return found
