"""The ledger of the invented hospital, for the tests of access and of the trail.

Made when a test needs it: nine people more in the emergency ward, a quarter that is settled, a
choice to come and one that is over, days on which the ward is asked at random.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.utils.timezone import localdate

from house_calls import TODAY, Before, Calls
from house_world import At, Example, World
from releve.kit.actors import HOUSE, Actor
from releve.ledger import actions as ledger
from releve.ledger.actions.prompting import open_prompts
from releve.ledger.facts import Choice, Claim
from releve.ledger.models import MinuteCell, PromptMark, PromptPeriod, Quarter, Spending
from releve.ledger.vocabulary import CELL_COLUMNS
from releve.people.actions import ImportReport
from releve.people.models import Level, Person, Role
from releve.people.tests.builders import rows
from releve.shifts.models import PlannedShift, Publication
from releve.shifts.queries.planned import hospital_of
from releve.stewardship.actions import register_tool
from releve.stewardship.tests.builders import an_entry

QUARTER, NEXT = date(2026, 1, 1), date(2026, 4, 1)
BEFORE_TOOL = (date(2025, 10, 6), date(2025, 12, 21))
SINCE = date(2025, 12, 29)
MONDAY = date(2026, 1, 5)
AHEAD = localdate() + timedelta(days=20)
LINE = ["URG", "2026-02-02", "documentation", "5000", "9"]


def a_ledger(unit: Level) -> Level:
    """Save the ledger of a unit, once."""
    if Quarter.objects.for_hospital(hospital_of(unit)).filter(unit=unit).exists():
        return unit
    role = Role.objects.get(key="nurse")
    people = [
        Person.objects.create(
            hospital_id=hospital_of(unit), unit=unit, code=f"l{at}", family_name="Brume", role=role
        )
        for at in range(9)
    ]
    _work(unit, people)
    for first, minutes in ((BEFORE_TOOL[0], 5400), (MONDAY, 900)):
        MinuteCell.objects.bulk_create(
            MinuteCell(
                hospital_id=hospital_of(unit),
                unit=unit,
                week_on=first + timedelta(weeks=week),
                activity="documentation",
                minutes=minutes + 9 * week,
                people=9,
            )
            for week in range(4)
        )
    a_writer(unit)
    ledger.settle_quarter(unit, QUARTER, a_claim(), actor=HOUSE)
    for days in ((AHEAD, AHEAD), (NEXT, NEXT + timedelta(days=9))):
        ledger.choose_spending(unit, QUARTER, a_choice(*days), actor=HOUSE)
    open_prompts(unit, AHEAD, AHEAD, reference="Réunion", actor=HOUSE)
    PromptMark.objects.create(hospital_id=hospital_of(unit), mark="0" * 64, day=MONDAY)
    return unit


def _work(unit: Level, people: list[Person]) -> None:
    start = datetime(2026, 2, 2, 6, tzinfo=UTC)
    publication = Publication.objects.create(
        hospital_id=hospital_of(unit),
        unit=unit,
        from_on=start.date(),
        to_on=start.date(),
        source="ledger",
        version=1,
        published_at=start - timedelta(days=30),
        digest="ledger",
    )
    PlannedShift.objects.bulk_create(
        PlannedShift(
            hospital_id=hospital_of(unit),
            person=person,
            unit=unit,
            publication=publication,
            day=start.date(),
            code="J",
            starts_at=start,
            ends_at=start + timedelta(hours=8),
            minutes=480,
            published_at=publication.published_at,
        )
        for person in people
    )


def a_writer(unit: Level) -> None:
    """Enter the tool that writes in the register of a unit's hospital."""
    assert unit.hospital is not None
    register_tool(unit.hospital, an_entry(key="scribe"), actor=HOUSE)


def a_claim(checking: int = 0) -> Claim:
    """Return what is said of a tool that writes."""
    return Claim(
        tool="scribe",
        activities=("documentation",),
        before=BEFORE_TOOL,
        since=SINCE,
        checking=checking,
    )


def a_choice(from_on: date, to_on: date, minutes: int = 30) -> Choice:
    """Return what a team chooses."""
    return Choice(
        purpose="quality", minutes=minutes, from_on=from_on, to_on=to_on, reference="Réunion"
    )


def ready(world: World) -> Level:
    """Return the emergency ward with its ledger."""
    return a_ledger(world.unit)


def chosen(unit: Level, *, is_over: bool = False) -> Spending:
    """Return the choice to come of a unit, or the one that is over."""
    rows_of_unit = Spending.objects.for_hospital(hospital_of(unit)).select_related("unit")
    return rows_of_unit.get(unit=unit, from_on=NEXT if is_over else AHEAD)


def asking(unit: Level) -> PromptPeriod:
    """Return the days on which a unit is asked."""
    rows_of_unit = PromptPeriod.objects.for_hospital(hospital_of(unit)).select_related("unit")
    return rows_of_unit.get(unit=unit)


def _settle(world: World, actor: Actor) -> Quarter:
    # A quarter later: what is partly spent is not settled again.
    return ledger.settle_quarter(ready(world), NEXT, a_later_claim(world), actor=actor)


def a_later_claim(world: World) -> Claim:
    """Return the claim of the next quarter, in which the same people were measured and worked."""
    cells = MinuteCell.objects.for_hospital(world.hospital)
    if not cells.filter(week_on__gte=NEXT).exists():
        shifts = list(
            PlannedShift.objects.for_hospital(world.hospital).filter(code="J", minutes=480)
        )
        for shift in shifts:
            shift.pk, shift.day = None, NEXT + timedelta(days=5)
            shift.starts_at += timedelta(days=63)
            shift.ends_at += timedelta(days=63)
        PlannedShift.objects.bulk_create(shifts)
        first = list(cells.filter(week_on__gte=MONDAY))
        for cell in first:
            cell.pk, cell.week_on = None, cell.week_on + timedelta(weeks=14)
        MinuteCell.objects.bulk_create(first)
    return a_claim()


def _import(world: World, actor: Actor) -> ImportReport:
    table = rows(CELL_COLUMNS, [LINE])
    return ledger.import_minutes(table, actor=actor, hospital_code=world.hospital.code)


def _ask(world: World, actor: Actor) -> PromptPeriod:
    day = AHEAD + timedelta(days=40)
    return ledger.open_prompts(ready(world), day, day, reference="Réunion", actor=actor)


CALLS: Calls = {
    "settle_quarter": ("unit", _settle),
    "post_quarter": (
        "unit",
        lambda world, actor: ledger.post_quarter(ready(world), QUARTER, actor=actor),
    ),
    "import_minutes": ("unit", _import),
    "open_prompts": ("unit", _ask),
    "close_prompts": (
        "unit",
        lambda world, actor: ledger.close_prompts(asking(ready(world)), actor=actor),
    ),
    "answer_prompt": (
        "own",
        lambda world, actor: ledger.answer_prompt(
            Person.objects.for_hospital(world.hospital).get(code="n0"), mark="0" * 64, actor=actor
        ),
    ),
    "choose_spending": (
        "unit",
        lambda world, actor: ledger.choose_spending(
            ready(world), QUARTER, a_choice(AHEAD, AHEAD), actor=actor
        ),
    ),
    "withdraw_spending": (
        "unit",
        lambda world, actor: ledger.withdraw_spending(chosen(ready(world)), actor=actor),
    ),
    "check_spending": (
        "unit",
        lambda world, actor: ledger.check_spending(
            chosen(ready(world), is_over=True), actor=actor, given=12
        ),
    ),
    "delete_ledger": (
        "hospital",
        lambda world, actor: ledger.delete_ledger(
            ready(world).hospital or world.hospital, before=TODAY, actor=actor
        ),
    ),
    "delete_marks": (
        "hospital",
        lambda world, actor: ledger.delete_marks(
            ready(world).hospital or world.hospital, before=TODAY, actor=actor
        ),
    ),
}
"""A call of each action, and where the object stands that it changes."""

BEFORE: Before = {
    **{name: ready for name in CALLS if name != "settle_quarter"},
    "settle_quarter": lambda world: (ready(world), a_later_claim(world)),
}
"""What must be so before an action, for its call to change something."""

UNNOTED = {
    "answer_prompt": "an entry would say who answered and when, which nobody may know",
}
"""Actions of the room that leave no entry in the trail, each with its reason."""

ARGUMENTS = {
    "spending": lambda world: Example(chosen(ready(world)).pk, "unit"),
    "ledger:check.spending": lambda world: Example(chosen(ready(world), is_over=True).pk, "unit"),
    "period": lambda world: Example(asking(ready(world)).pk, "unit"),
    "ledger:unit_file.ending": lambda _world: Example("csv"),
}
"""What the routes of the room take as arguments."""

PLACES: dict[str, At] = {"ledger:question": "own", "ledger:stop_asking": "own"}
"""Where the object of a route stands that takes no argument which says so."""

SENT = {
    "api:choose_minutes": lambda world: (
        {
            "quarter": "2026-Q1",
            "purpose": "quality",
            "minutes": 5,
            "from_on": f"{AHEAD}",
            "to_on": f"{AHEAD}",
            "reference": f"Réunion de {ready(world).code}",
        },
        "",
    ),
    "api:withdraw_minutes": lambda _world: ({}, ""),
}
"""What a program sends to change something."""


def _ready(words: list[str]) -> tuple[At, list[str]]:
    unit = a_ledger(Level.objects.get(code="URG"))
    numbers = {"{ahead}": chosen(unit).pk, "{over}": chosen(unit, is_over=True).pk}
    return "unit", ["--unit", "URG", *(str(numbers.get(word, word)) for word in words)]


def _file(folder: Path) -> tuple[At, list[str]]:
    path = folder / "minutes.csv"
    path.write_text(f"{','.join(CELL_COLUMNS)}\n{','.join(LINE)}\n", "utf-8")
    return "unit", [str(path), "--hospital", "CH-LUNE"]


VERBS = {
    "ledger balance": lambda _: _ready([]),
    "ledger import": _file,
    "ledger post": lambda _: _ready(["--quarter", "2026-Q1"]),
    "ledger settle": lambda _: _ready(
        [
            *("--quarter", "2026-Q1", "--tool", "scribe", "--activity", "documentation"),
            *("--before-from", f"{BEFORE_TOOL[0]}", "--before-to", f"{BEFORE_TOOL[1]}"),
            *("--since", f"{SINCE}"),
        ]
    ),
    "ledger choose": lambda _: _ready(
        [
            *("--quarter", "2026-Q1", "--purpose", "quality", "--minutes", "5"),
            *("--from", f"{AHEAD}", "--to", f"{AHEAD}", "--reference", "Réunion"),
        ]
    ),
    "ledger withdraw": lambda _: _ready(["--spending", "{ahead}"]),
    "ledger check": lambda _: _ready(["--spending", "{over}", "--given", "5"]),
}
"""Words that the room's verbs take, and where the object stands that they name."""
