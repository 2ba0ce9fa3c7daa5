"""Tables of the room: entries, the seals over them, and what a purge leaves behind.

Rows are added and never changed: the tables refuse it, apart from the place in the order that a
seal gives to an entry, and from the purge of what its retention no longer covers. Instants are
whole microseconds since 1970 in UTC, so that every database gives the same digest back.
"""

# ruff: noqa: D106 - Meta is Django's word for what the class above already says

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn, Self, TypeVar

from django.db import connections, models
from django.db.models import F, Q

from releve.trail.vocabulary import PURPOSES, RETENTION_CLASSES

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a row of the trail."""


def microseconds(instant: datetime) -> int:
    """Return an instant as whole microseconds since 1970 in UTC."""
    return (instant - EPOCH) // timedelta(microseconds=1)


def instant(microseconds_since_1970: int) -> datetime:
    """Return the instant of so many microseconds since 1970."""
    return EPOCH + timedelta(microseconds=microseconds_since_1970)


class AppendOnlyQuerySet(models.QuerySet[M_co]):
    """Rows to add and to read."""

    def update(self, **_values: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("rows of the trail are never changed")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("rows of the trail are deleted by releve trail purge alone")

    def bulk_update(self, *_objects: Any, **_options: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("rows of the trail are never changed")


class AppendOnlyTable(models.Model):
    """What every table of the trail is: rows to add and to read."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Add a row; refuse to change one."""
        if not self._state.adding:
            raise AppendOnlyError("rows of the trail are never changed")
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("rows of the trail are deleted by releve trail purge alone")


class EntryQuerySet(AppendOnlyQuerySet["Entry"]):
    """Entries, in the order of their seals."""

    def for_hospital(self, hospital: int | None) -> Self:
        """Return the entries of one hospital, or of the installation itself for none."""
        return self.filter(hospital=hospital)

    def open_ones(self) -> Self:
        """Return what no seal covers yet, in the order in which it will."""
        return self.filter(sequence__isnull=True).order_by("noted_us", "token")

    def add(self, entries: Sequence[Entry], *, at_once: int) -> None:
        """Save new entries with few statements: one on SQLite, else one for ``at_once`` of them."""
        if connections[self.db].vendor != "sqlite":
            self.bulk_create(entries, batch_size=at_once)
            return
        # Django puts 66 of them in one statement there; thousands would be a hundred statements.
        fields = self.model._meta.concrete_fields  # noqa: SLF001 - Django's documented name
        columns = [field.column for field in fields if field.column]
        places = ", ".join(["%s"] * len(columns))
        with connections[self.db].cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO trail_entry ({', '.join(columns)}) VALUES ({places})",  # noqa: S608 - names of our own columns
                [[getattr(entry, column) for column in columns] for entry in entries],
            )

    def place(self, places: Sequence[tuple[int, str]]) -> None:
        """Give open entries, by their token, a sequence; for the sealing alone."""
        with connections[self.db].cursor() as cursor:
            cursor.executemany(
                "UPDATE trail_entry SET sequence = %s WHERE token = %s AND sequence IS NULL", places
            )

    def purge(self, retention: str, *, first: int, last: int) -> int:
        """Delete the entries of a class from a sequence to another; for the purge alone."""
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                "DELETE FROM trail_entry WHERE retention = %s AND sequence BETWEEN %s AND %s",
                [retention, first, last],
            )
            gone: int = cursor.rowcount
            return gone


class Entry(AppendOnlyTable):
    """One thing that somebody did to one object.

    ``before`` and ``after`` are keyed digests of the object's facts, empty where there were
    none; ``mark`` is keyed as well, over everything but the sequence, which the seal gives.
    """

    token = models.CharField(max_length=32, primary_key=True)
    sequence = models.BigIntegerField(null=True, unique=True)
    noted_us = models.BigIntegerField()
    actor = models.TextField()
    actor_name = models.TextField(blank=True)
    on_behalf_of = models.TextField(blank=True)
    verb = models.TextField()
    kind = models.TextField()
    key = models.TextField()
    hospital = models.BigIntegerField(null=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    retention = models.TextField()
    mark = models.TextField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(retention__in=list(RETENTION_CLASSES)), name="entry_retention_known"
            ),
            models.CheckConstraint(condition=~Q(verb=""), name="entry_verb_filled"),
        )
        indexes = (
            models.Index(
                "noted_us", "token", condition=Q(sequence__isnull=True), name="entry_open"
            ),
            models.Index("hospital", "kind", "key", "noted_us", name="entry_of_an_object"),
            models.Index("hospital", "noted_us", name="entry_of_a_time"),
        )

    def __str__(self) -> str:
        return f"{self.sequence}: {self.verb} {self.kind} {self.key}"

    @property
    def noted_at(self) -> datetime:
        """When it was done."""
        return instant(self.noted_us)


class Seal(AppendOnlyTable):
    """A batch of entries closed: what it covers, what came before, and the signature.

    ``classes`` is JSON text: for each retention class the count and the digest of its entries,
    so that one class can be purged and the seal still be checked.
    """

    number = models.BigIntegerField(primary_key=True)
    first_sequence = models.BigIntegerField()
    count = models.BigIntegerField()
    classes = models.TextField()
    previous = models.TextField()
    sealed_us = models.BigIntegerField()
    key_name = models.TextField()
    digest = models.TextField()
    signature = models.TextField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(count__gt=0), name="seal_of_something"),)

    def __str__(self) -> str:
        return f"{self.number}: {self.count} from {self.first_sequence}"

    @property
    def sealed_at(self) -> datetime:
        """When the batch was closed."""
        return instant(self.sealed_us)


class Tombstone(AppendOnlyTable):
    """What a purge leaves: the entries of one class under a run of seals are gone, lawfully."""

    number = models.BigIntegerField(primary_key=True)
    retention = models.TextField()
    first_seal = models.BigIntegerField()
    last_seal = models.BigIntegerField()
    count = models.BigIntegerField()
    purged_us = models.BigIntegerField()
    actor = models.TextField()
    key_name = models.TextField()
    signature = models.TextField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(last_seal__gte=F("first_seal")), name="tombstone_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.retention}: seals {self.first_seal} to {self.last_seal}"


class ReadingRequest(models.Model):
    """Somebody asks to read a part of the trail; another one agrees.

    ``kind`` and ``key`` name the object, both empty for every object of the hospital.
    """

    hospital = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=20)
    reason = models.TextField()
    kind = models.TextField(blank=True)
    key = models.TextField(blank=True)
    from_on = models.DateField()
    to_on = models.DateField()
    asked_by = models.TextField()
    asked_by_name = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    agreed_by = models.TextField(blank=True)
    agreed_by_name = models.TextField(blank=True)
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(purpose__in=list(PURPOSES)), name="readingrequest_purpose_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="readingrequest_reason_filled"),
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="readingrequest_dates_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(agreed_by=F("asked_by")), name="readingrequest_by_two_people"
            ),
        )

    def __str__(self) -> str:
        return f"{self.asked_by}: {self.kind} {self.key} from {self.from_on} to {self.to_on}"
