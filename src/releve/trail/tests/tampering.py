"""Ways to tamper with a trail for somebody who has the database and not the key.

Each changes something by the dice and says what, so that a change that stays unseen can be
looked at. What the database itself refuses is drawn again.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from releve.trail.actions import seal_due
from releve.trail.chain import class_facts, classes_text, seal_text, sha256, tombstone_text
from releve.trail.keys import Key
from releve.trail.models import Entry, Seal, Tombstone
from releve.trail.tests.builders import Value, heads_file, note_some, sql

TABLES: dict[str, tuple[type[Model], str]] = {
    "trail_entry": (Entry, "token"),
    "trail_seal": (Seal, "number"),
    "trail_tombstone": (Tombstone, "number"),
}
FOREIGN = Key.of(b"a key that is not the trail's one")


class DrawAgainError(Exception):
    """A draw changed nothing, or could not be made."""


@dataclass(frozen=True)
class Row:
    """A row by its key."""

    table: str
    named: str
    key: int | str

    def set(self, **values: Value) -> None:
        """Give columns other values."""
        columns = ", ".join(f"{name} = {_place(value)}" for name, value in values.items())
        sql(
            f"UPDATE {self.table} SET {columns} WHERE {self.named} = %s",  # noqa: S608 - our own names
            *values.values(),
            self.key,
        )

    def delete(self) -> None:
        """Delete the row."""
        sql(f"DELETE FROM {self.table} WHERE {self.named} = %s", self.key)  # noqa: S608 - our own names


def a_row(dice: random.Random, table: str, *, sealed: bool = False) -> Row:
    """Return any row of a table."""
    _model, named = TABLES[table]
    only = "WHERE sequence IS NOT NULL" if sealed and table == "trail_entry" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {named} FROM {table} {only} ORDER BY {named}")  # noqa: S608 - our own names
        return Row(table, named, dice.choice([key for (key,) in cursor.fetchall()]))


def flip_a_bit(dice: random.Random) -> str:
    """Flip one bit of one column of one row."""
    table = dice.choices(list(TABLES), weights=[6, 4, 2])[0]
    row = a_row(dice, table)
    fields = TABLES[table][0]._meta.concrete_fields  # noqa: SLF001 - Django documents it
    column = str(dice.choice(fields).column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM {table} WHERE {row.named} = %s",  # noqa: S608 - our own names
            [row.key],
        )
        value = cursor.fetchone()[0]
    other = _flipped(dice, value)
    row.set(**{column: other})
    return f"{table}.{column} of {row.key}: {value!r} becomes {other!r}"


def delete_rows(dice: random.Random) -> str:
    """Delete one to three rows."""
    rows = [a_row(dice, dice.choice(list(TABLES)), sealed=True)]
    rows += [a_row(dice, "trail_entry", sealed=True) for _ in range(dice.randrange(3))]
    for row in rows:
        row.delete()
    return f"deleted {rows}"


def swap_entries(dice: random.Random) -> str:
    """Let two sealed entries change places."""
    one, other = dice.sample(_sequences(), 2)
    sql("UPDATE trail_entry SET sequence = -1 WHERE sequence = %s", one)
    sql("UPDATE trail_entry SET sequence = %s WHERE sequence = %s", one, other)
    sql("UPDATE trail_entry SET sequence = %s WHERE sequence = -1", other)
    return f"entries {one} and {other} swapped"


def swap_seals(dice: random.Random) -> str:
    """Let two seals change numbers."""
    one, other = dice.sample(list(Seal.objects.values_list("number", flat=True)), 2)
    sql("UPDATE trail_seal SET number = -1 WHERE number = %s", one)
    sql("UPDATE trail_seal SET number = %s WHERE number = %s", one, other)
    sql("UPDATE trail_seal SET number = %s WHERE number = -1", other)
    return f"seals {one} and {other} swapped"


def truncate(dice: random.Random) -> str:
    """Put an old copy of the database in place: all after some seal is gone."""
    numbers = list(Seal.objects.order_by("number").values_list("number", flat=True))
    first_lost = dice.choice(numbers)
    begin = Seal.objects.get(number=first_lost).first_sequence
    sql("DELETE FROM trail_entry WHERE sequence >= %s OR sequence IS NULL", begin)
    sql("DELETE FROM trail_seal WHERE number >= %s", first_lost)
    sql("DELETE FROM trail_tombstone WHERE last_seal >= %s", first_lost)
    return f"cut off from seal {first_lost}"


def replay(dice: random.Random) -> str:
    """Put an old copy in place and let the house go on sealing."""
    said = truncate(dice)
    for _ in range(dice.randrange(1, 4)):
        note_some(dice.randrange(1, 4), seed=dice.randrange(1000))
        seal_due()
    return f"{said}, then went on"


def forge_a_seal(dice: random.Random) -> str:
    """Change an entry and seal its batch and all that follow again, without the key."""
    seals = list(Seal.objects.order_by("number"))
    start = dice.randrange(len(seals))
    begin, end = seals[start].first_sequence, seals[start].first_sequence + seals[start].count
    within = [number for number in _sequences() if begin <= number < end]
    if not within:
        raise DrawAgainError
    changed = dice.choice(within)
    sql("UPDATE trail_entry SET reason = 'forged' WHERE sequence = %s", changed)
    previous, hides = seals[start].previous, dice.random() < 0.5
    for seal in seals[start:]:
        last = seal.first_sequence + seal.count - 1
        entries = Entry.objects.filter(sequence__range=(seal.first_sequence, last))
        seal.classes = classes_text(class_facts(entries.order_by("sequence")))
        seal.previous, seal.key_name = previous, seal.key_name if hides else FOREIGN.name
        previous = sha256(seal_text(seal))
        Row("trail_seal", "number", seal.number).set(
            classes=seal.classes,
            previous=seal.previous,
            key_name=seal.key_name,
            digest=previous,
            signature=FOREIGN.sign(seal_text(seal)),
        )
    return f"entry {changed} changed, seals forged from {seals[start].number}"


def forge_a_tombstone(dice: random.Random) -> str:
    """Delete a class of entries and put a tombstone there, without the key."""
    retention = dice.choice(["changes", "sessions", "readings"])
    last = Seal.objects.order_by("-number")[0].number
    gone = sql("DELETE FROM trail_entry WHERE retention = %s AND sequence > 0", retention)
    if not gone:
        raise DrawAgainError
    stone = Tombstone(
        number=Tombstone.objects.count() + 1,
        retention=retention,
        first_seal=1 if retention != "readings" else Tombstone.objects.get().last_seal + 1,
        last_seal=last,
        count=gone,
        purged_us=1,
        actor="account:7",
        key_name=dice.choice([FOREIGN.name, Seal.objects.get(number=1).key_name]),
    )
    stone.signature = FOREIGN.sign(tombstone_text(stone))
    stone.save()
    return f"{retention} deleted under a forged tombstone"


def slip_in(dice: random.Random) -> str:
    """Add an entry that nobody of the house wrote."""
    entry = dice.choice(list(Entry.objects.order_by("token")))
    entry.token = f"{dice.getrandbits(128):032x}"
    entry.sequence = dice.choice([None, 1_000_000, -5])
    Entry.objects.bulk_create([entry])
    return f"an entry slipped in at {entry.sequence}"


def flip_a_head(dice: random.Random) -> str:
    """Flip one bit of the file of heads."""
    text = bytearray(heads_file().read_bytes())
    place, bit = dice.randrange(len(text)), dice.randrange(8)
    text[place] ^= 1 << bit
    heads_file().write_bytes(text)
    return f"bit {bit} of byte {place} of the heads flipped"


WAYS: dict[Callable[[random.Random], str], int] = {
    flip_a_bit: 40,
    delete_rows: 12,
    swap_entries: 8,
    swap_seals: 4,
    truncate: 8,
    replay: 8,
    forge_a_seal: 6,
    forge_a_tombstone: 4,
    slip_in: 4,
    flip_a_head: 6,
}


def tamper(dice: random.Random, *, ways: dict[Callable[[random.Random], str], int] = WAYS) -> str:
    """Tamper in one of some ways, and return which."""
    while True:
        way = dice.choices(list(ways), weights=list(ways.values()))[0]
        before = transaction.savepoint()
        try:
            return f"{way.__name__}: {way(dice)}"
        except (DrawAgainError, DatabaseError):
            transaction.savepoint_rollback(before)


def _sequences() -> list[int]:
    found = Entry.objects.filter(sequence__isnull=False).order_by("sequence")
    return [number for number in found.values_list("sequence", flat=True) if number is not None]


def _flipped(dice: random.Random, value: Value) -> Value:
    if value is None:
        return 0
    if isinstance(value, int):
        return value ^ (1 << dice.randrange(60))
    raw = bytearray(str(value).encode())
    if not raw:
        return "a"
    raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
    if connection.vendor == "sqlite":
        return bytes(raw)  # kept as text whatever it says
    if 0 in raw:
        raise DrawAgainError
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise DrawAgainError from None


def _place(value: object) -> str:
    return "CAST(%s AS TEXT)" if isinstance(value, bytes) else "%s"
