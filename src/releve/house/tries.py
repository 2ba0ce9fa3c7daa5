"""How often an account may be tried, whatever the address; kept in the database.

Wrong answers by account and address are counted by ``django-axes``; whoever has many addresses is
not stopped by that. Codes are few, so each try at one is counted before it is looked at: tries at
the same moment do not slip through. Passwords are many, and whoever types wrong ones needs to know
nothing; so a stranger must never be able to shut a nurse out. Beyond a high number of wrong
passwords, an account opens to browsers that it has signed in with before, as ever; from all others,
one try in some seconds is looked at. The rows stand in the table of ``axes``, which clears them.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils.timezone import now

from releve.people.models import Account

EVERYWHERE = "255.255.255.255"
"""In the place of an address: no computer has this one."""

CODES = "codes"
TURN = "turn"
TURN_SECONDS = 10
"""How seldom a password from an unknown browser is looked at, where an account is slowed."""


def tries_left(account: Account) -> int | None:
    """Count a try at what an account shows after its password, and return how many are left.

    None where there was none left: then nothing may be looked at, and nothing was counted.
    """
    return take(account.username, CODES, most=settings.CODE_TRIES)


def forget_tries(account: Account) -> None:
    """Forget the tries before the right answer."""
    forget(account.username, CODES)


def take(name: str, kind: str, *, most: int) -> int | None:
    """Count one of ``most`` tries of a kind under a name and return how many are left.

    They are there again a while after the last one. None where there was none left.
    """
    with transaction.atomic():
        row, _is_new = AccessAttempt.objects.select_for_update().get_or_create(
            username=name,
            ip_address=EVERYWHERE,
            user_agent=kind,
            defaults={"failures_since_start": 0},
        )
        taken = 0 if row.attempt_time <= _since() else row.failures_since_start
        if taken >= most:
            return None
        row.failures_since_start, row.attempt_time = taken + 1, now()
        row.save(update_fields=["failures_since_start", "attempt_time"])
    return most - taken - 1


def forget(name: str, kind: str) -> None:
    """Forget the tries of a kind under a name."""
    _rows(name, kind).delete()


def wrong_answers(name: str, address: str | None) -> tuple[int, int]:
    """Return how many wrong answers came under a name from an address, and from everywhere."""
    counted = AccessAttempt.objects.filter(username=name, attempt_time__gte=_since())
    sums = counted.aggregate(
        here=Sum("failures_since_start", filter=Q(ip_address=address)),
        everywhere=Sum("failures_since_start", filter=~Q(ip_address=EVERYWHERE)),
    )
    return sums["here"] or 0, sums["everywhere"] or 0


def take_turn(name: str) -> bool:
    """Whether it is the turn of a stranger to try a password under a name; one each ten seconds."""
    before = now() - timedelta(seconds=TURN_SECONDS)
    if _rows(name, TURN).filter(attempt_time__lte=before).update(attempt_time=now()):
        return True
    _row, is_first = AccessAttempt.objects.get_or_create(
        username=name,
        ip_address=EVERYWHERE,
        user_agent=TURN,
        defaults={"failures_since_start": 0},
    )
    return bool(is_first)


def _rows(name: str, kind: str) -> QuerySet[AccessAttempt]:
    rows: QuerySet[AccessAttempt] = AccessAttempt.objects.filter(
        username=name, ip_address=EVERYWHERE, user_agent=kind
    )
    return rows


def _since() -> datetime:
    while_closed: timedelta = settings.AXES_COOLOFF_TIME
    return now() - while_closed
