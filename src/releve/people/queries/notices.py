"""What a person is told: her news, how many she has not read, and how she wants them by e-mail."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from releve.people.mail_times import Times, is_due
from releve.people.models import Account, Level, MailHabit, Notice, Person
from releve.people.notice_words import is_urgent
from releve.people.vocabulary import WEEKDAYS

PAGE = 50
"""Notices on one page."""


def unread_count(account: Account) -> int:
    """Return how many notices of her own somebody has not read; none without a line."""
    if account.person_id is None or account.hospital_id is None:
        return 0
    return _unread(account.hospital_id, account.person_id).count()


def notices_of(person: Person) -> QuerySet[Notice]:
    """Return what a person was told, the newest first."""
    return Notice.objects.for_hospital(person.hospital_id).filter(person=person).order_by("-pk")


def unread_notices(person: Person) -> QuerySet[Notice]:
    """Return what a person has not read."""
    return _unread(person.hospital_id, person.pk)


def page_of_notices(person: Person, *, before: int | None = None) -> tuple[list[Notice], int]:
    """Return one page of what a person was told, and the number before which the next begins.

    The number is 0 where nothing older is left.
    """
    found = notices_of(person)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    shown = rows[:PAGE]
    return shown, shown[-1].pk if len(rows) > PAGE else 0


def mail_habit(person: Person) -> MailHabit | None:
    """Return how a person wants her news by e-mail, nothing where she does not."""
    return MailHabit.objects.for_hospital(person.hospital_id).filter(person=person).first()


def times_of(habit: MailHabit) -> Times:
    """Return when somebody wants letters, as the pure rule reads it."""
    return Times(
        rhythm=habit.rhythm,  # type: ignore[arg-type]  # one of them, the database sees to it
        hour=habit.hour,
        weekday=WEEKDAYS.index(habit.weekday),
        quiet_from=habit.quiet_from,
        quiet_to=habit.quiet_to,
        quiet_days=frozenset(WEEKDAYS.index(day) for day in habit.days),
        urgent_in_quiet=habit.urgent_in_quiet,
    )


def due_by_mail(habit: MailHabit, *, now: datetime) -> list[Notice]:
    """Return what is to leave now in a letter, the oldest first.

    What she has read, what has left, and what was made before her address was sure stay here.
    """
    if habit.confirmed_at is None:
        return []
    waiting = _unread(habit.hospital_id, habit.person_id).filter(
        mailed_at__isnull=True, made_at__gte=habit.confirmed_at
    )
    times, zone = times_of(habit), settings.TIME_ZONE
    return [
        one
        for one in waiting.order_by("pk")
        if is_due(times, made_at=one.made_at, is_urgent=is_urgent(one), now=now, zone=zone)
    ]


def mail_habits(hospital: Level | int) -> QuerySet[MailHabit]:
    """Return the habits of a hospital by which letters leave: whose address is sure."""
    found = MailHabit.objects.for_hospital(hospital).filter(confirmed_at__isnull=False)
    return found.order_by("pk")


def habits_with_news(hospital: Level | int) -> QuerySet[MailHabit]:
    """Return the habits for which something is unread that no letter has told, with the person."""
    waiting = Notice.objects.for_hospital(hospital).filter(
        person=OuterRef("person"),
        read_at__isnull=True,
        mailed_at__isnull=True,
        made_at__gte=OuterRef("confirmed_at"),
    )
    return mail_habits(hospital).filter(Exists(waiting)).select_related("person")


def language_of(person: Person) -> str:
    """Return the language of a person's letters, nothing where no account of hers is open."""
    accounts = Account.objects.for_hospital(person.hospital_id).filter(person=person)
    found = accounts.filter(is_active=True).order_by("pk").values_list("language", flat=True)
    spoken = found.first()
    return "" if spoken is None else spoken or settings.LANGUAGE_CODE


def notices_over(hospital: Level, *, before: date) -> QuerySet[Notice]:
    """Return what was told to a hospital's people before a day, read or not."""
    return (
        Notice.objects.for_hospital(hospital).filter(made_at__lt=_midnight(before)).order_by("pk")
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(settings.TIME_ZONE))


def _unread(hospital: int, person: int) -> QuerySet[Notice]:
    return Notice.objects.for_hospital(hospital).filter(person=person, read_at__isnull=True)
