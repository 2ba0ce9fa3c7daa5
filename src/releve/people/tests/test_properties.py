"""For any table: it is stored as it stands, or its one fault is named and nothing changes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from releve.kit.console import BAD_INPUT, DONE
from releve.kit.verbs import run_verb
from releve.people.cli import people
from releve.people.models import Level
from releve.people.tests.builders import Table, a_hospital, a_staffed_hospital, everything, stored
from releve.people.vocabulary import COLUMNS, PLAIN_RESTRICTIONS, REGIMES, WEEKDAYS

pytestmark = pytest.mark.django_db

EXAMPLES = settings(max_examples=25, deadline=None)


@pytest.fixture(autouse=True, scope="module")
def _unsealed() -> Iterator[None]:
    """Nothing is sealed here: a seal stands outside the transaction that each example undoes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("releve.trail.sealer.seal_at_the_end", lambda: None)
        yield


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=10)
NAMES = WORDS.map(str.strip).filter(bool)
DAYS = st.integers(0, 2000).map(lambda n: date(2026, 1, 1) + timedelta(n))
CODES = st.sampled_from(["A1", "B2", "C3"])


@st.composite
def person_tables(draw: st.DrawFn) -> Table:
    """Draw people of any names in the units of the Moon."""
    codes = draw(st.lists(NAMES, min_size=1, max_size=8, unique=True))
    skills = st.lists(st.sampled_from(["dialysis", "triage"]), unique=True).map(sorted)
    return [
        [
            code,
            draw(NAMES),
            draw(WORDS).strip(),
            draw(st.sampled_from(["URG", "CARDIO"])),
            draw(st.sampled_from(["nurse", "midwife"])),
            "|".join(draw(skills)),
        ]
        for code in codes
    ]


@st.composite
def contract_tables(draw: st.DrawFn) -> Table:
    """Draw contracts that follow one another without overlap, the last open or not."""
    code = draw(CODES)
    edges = sorted(draw(st.sets(DAYS, min_size=2, max_size=8)))
    table = []
    for first, following in pairwise(edges):
        last = following - timedelta(1)
        table.append(_contract(draw, code, first, last.isoformat()))
    open_end = draw(st.booleans())
    return [*table, _contract(draw, code, edges[-1], "")] if open_end else table


def _contract(draw: st.DrawFn, code: str, first: date, last: str) -> list[str]:
    share = draw(st.integers(1, 10)) / 10
    return [
        code,
        f"{share:g}",
        "fph",
        draw(st.sampled_from(REGIMES)),
        first.isoformat(),
        last,
        draw(st.sampled_from(["true", "false"])),
    ]


@st.composite
def unavailability_tables(draw: st.DrawFn) -> Table:
    """Draw stretches of days, one for each first day of a person."""
    starts = draw(st.lists(st.tuples(CODES, DAYS), min_size=1, max_size=8, unique=True))
    return [
        [code, first.isoformat(), (first + timedelta(draw(st.integers(0, 40)))).isoformat()]
        for code, first in starts
    ]


@st.composite
def restriction_tables(draw: st.DrawFn) -> Table:
    """Draw restrictions of every kind."""
    minutes = st.integers(1, 1440).map(lambda n: f"max_minutes_a_day={n}")
    days = st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True)
    off = days.map(lambda some: "days_off=" + "+".join(sorted(some, key=WEEKDAYS.index)))
    kinds = st.one_of(st.sampled_from(PLAIN_RESTRICTIONS), minutes, off)
    drawn = draw(
        st.lists(
            st.tuples(CODES, DAYS, kinds),
            min_size=1,
            max_size=8,
            unique_by=lambda one: (one[0], one[1], one[2].partition("=")[0]),
        )
    )
    return [[code, first.isoformat(), "", kind] for code, first, kind in drawn]


DRAWN = {
    "persons": person_tables(),
    "contracts": contract_tables(),
    "unavailability": unavailability_tables(),
    "restrictions": restriction_tables(),
}
WRONG = {
    "persons": {"family_name": [""], "unit": ["", "NOWHERE"], "role": ["?"], "skills": ["?"]},
    "contracts": {
        "person": ["", "NOBODY"],
        "share": ["", "0", "2", "-1", "x"],
        "pack": ["", "?"],
        "regime": ["", "noon"],
        "from": ["", "2026-02-29", "1/2/2026", "0001-01-01"],
        "to": ["1999-01-01", "2026-04-31", "never"],
        "overtime_agreement": ["perhaps"],
    },
    "unavailability": {"person": ["NOBODY"], "from": ["", "2026-00-01"], "to": ["", "1999-01-01"]},
    "restrictions": {
        "person": ["NOBODY"],
        "from": ["", "2027-02-29"],
        "to": ["1999-01-01"],
        "restriction": ["", "no_rest", "no_nights=1", "max_minutes_a_day=-1", "days_off=sol"],
    },
}


@contextmanager
def a_new_hospital(*, staffed: bool) -> Iterator[Level]:
    """Give one example a hospital of its own, and leave nothing behind."""
    with transaction.atomic():
        yield a_staffed_hospital() if staffed else a_hospital()
        transaction.set_rollback(True)


def imported(kind: str, table: Table, *, delimiter: str) -> tuple[int, str]:
    """Import a table from a file and return the exit code and what was said about faults."""
    with TemporaryDirectory() as folder, redirect_stderr(StringIO()) as said:
        file = Path(folder) / "table.csv"
        with file.open("w", encoding="utf-8", newline="") as text:
            csv.writer(text, delimiter=delimiter).writerows([COLUMNS[kind], *table])
        with redirect_stdout(StringIO()):
            code = run_verb(people, ["import", "--kind", kind, str(file)], name="releve people")
    return code, said.getvalue()


@EXAMPLES
@given(data=st.data(), delimiter=st.sampled_from([",", ";", "\t"]))
@pytest.mark.parametrize("kind", DRAWN)
def test_a_sound_table_is_stored_as_it_stands(
    kind: str, data: st.DataObject, delimiter: str
) -> None:
    table = data.draw(DRAWN[kind])
    with a_new_hospital(staffed=False) as hospital:
        if kind != "persons":
            names = [[code, "Nom", "", "URG", "nurse", ""] for code in ("A1", "B2", "C3")]
            assert imported("persons", names, delimiter=",") == (DONE, "")
        assert imported(kind, table, delimiter=delimiter) == (DONE, "")
        assert sorted(stored(kind, hospital)) == sorted(table)


@EXAMPLES
@given(data=st.data(), delimiter=st.sampled_from([",", ";", "\t"]))
@pytest.mark.parametrize("kind", DRAWN)
def test_one_fault_anywhere_is_named_by_line_and_column_and_nothing_changes(
    kind: str, data: st.DataObject, delimiter: str
) -> None:
    table = data.draw(DRAWN[kind])
    place = data.draw(st.integers(0, len(table) - 1))
    column = data.draw(st.sampled_from(sorted(WRONG[kind])))
    wrong = data.draw(st.sampled_from(WRONG[kind][column]))
    table[place][COLUMNS[kind].index(column)] = wrong
    with a_new_hospital(staffed=True) as hospital:
        before = everything(hospital)
        code, said = imported(kind, table, delimiter=delimiter)
        assert code == BAD_INPUT
        assert f"table.csv, line {place + 2}, field '{column}': " in said
        assert everything(hospital) == before
