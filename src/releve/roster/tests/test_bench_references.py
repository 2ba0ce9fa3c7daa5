"""What others have found: tables of either shape, and files found by their numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from releve.kit.faults import BadInputError
from releve.roster.bench import Reference, read_references
from releve.roster.tests.builders import written

BEST = "instance,weeks,employees,shift_types,lb,best\n1,2,8,1,607,607\n24,52,150,32,40438,40439\n"
PUBLISHED = "inst,ec10,bp60,ipvns10\n1,607,607,607\n24,,,90000\n"


def test_both_tables_are_joined_by_the_number_of_the_instance(tmp_path: Path) -> None:
    tables = [written(tmp_path / "a.csv", BEST), written(tmp_path / "b.csv", PUBLISHED)]
    for order in (tables, tables[::-1]):
        known = read_references(order)
        assert known.of("Instance24") == Reference(40439, 40438, {"ipvns10": 90000})
        assert known.of("1").published == {"ec10": 607, "bp60": 607, "ipvns10": 607}


def test_a_file_that_no_table_has_is_not_known(tmp_path: Path) -> None:
    known = read_references([written(tmp_path / "a.csv", BEST)])
    assert known.of("Instance2") == known.of("ward") == Reference()


def test_a_name_may_stand_in_place_of_a_number(tmp_path: Path) -> None:
    known = read_references([written(tmp_path / "a.csv", "instance,best\nward-7,12.5\n")])
    assert known.of("ward-7") == Reference(best=12.5)


def test_what_is_no_number_is_named_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "instance,best\n1,607\n2,many\n")
    with pytest.raises(BadInputError) as caught:
        read_references([path])
    assert (caught.value.place.line, caught.value.place.field) == (3, "best")
