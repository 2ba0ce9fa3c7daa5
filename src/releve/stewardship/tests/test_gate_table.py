"""The truth table of the gate: all combinations of the six guards, written out."""

from __future__ import annotations

import pytest

from releve.kit.gates import Lack
from releve.stewardship.engine.gate import (
    ALARMS,
    CONSULTATION,
    CONTROLS,
    COVERAGE,
    DECISION,
    TRAINING,
    can_be_signed_away,
    holds_back,
    judge,
    mark_of,
    not_to_be_signed,
)
from releve.stewardship.vocabulary import GUARDS

LETTERS = dict(
    zip("KSCADT", (CONTROLS, CONSULTATION, COVERAGE, ALARMS, DECISION, TRAINING), strict=True)
)
"""K controls, S the people's say, C coverage, A alarms, D decision, T her own training."""

# Guards in order K S C A D T, ``x`` holds and ``.`` misses; then what closes the gate before the
# step has opened in the unit, then what closes it afterwards.
TABLE = """
...... KSCADT KSADT
.....x KSCAD KSAD
....x. KSCAT KSAT
....xx KSCA KSA
...x.. KSCDT KSDT
...x.x KSCD KSD
...xx. KSCT KST
...xxx KSC KS
..x... KSADT KSADT
..x..x KSAD KSAD
..x.x. KSAT KSAT
..x.xx KSA KSA
..xx.. KSDT KSDT
..xx.x KSD KSD
..xxx. KST KST
..xxxx KS KS
.x.... KCADT KADT
.x...x KCAD KAD
.x..x. KCAT KAT
.x..xx KCA KA
.x.x.. KCDT KDT
.x.x.x KCD KD
.x.xx. KCT KT
.x.xxx KC K
.xx... KADT KADT
.xx..x KAD KAD
.xx.x. KAT KAT
.xx.xx KA KA
.xxx.. KDT KDT
.xxx.x KD KD
.xxxx. KT KT
.xxxxx K K
x..... SCADT SADT
x....x SCAD SAD
x...x. SCAT SAT
x...xx SCA SA
x..x.. SCDT SDT
x..x.x SCD SD
x..xx. SCT ST
x..xxx SC S
x.x... SADT SADT
x.x..x SAD SAD
x.x.x. SAT SAT
x.x.xx SA SA
x.xx.. SDT SDT
x.xx.x SD SD
x.xxx. ST ST
x.xxxx S S
xx.... CADT ADT
xx...x CAD AD
xx..x. CAT AT
xx..xx CA A
xx.x.. CDT DT
xx.x.x CD D
xx.xx. CT T
xx.xxx C open
xxx... ADT ADT
xxx..x AD AD
xxx.x. AT AT
xxx.xx A A
xxxx.. DT DT
xxxx.x D D
xxxxx. T T
xxxxxx open open
"""
ROWS = [tuple(line.split()) for line in TABLE.strip().splitlines()]


def lacking(held: str) -> dict[str, tuple[Lack, ...]]:
    return {
        LETTERS[letter]: (Lack(f"lack_of_{letter}"),)
        for letter, mark in zip("KSCADT", held, strict=True)
        if mark == "."
    }


def named(lacks: tuple[Lack, ...]) -> str:
    return "".join(lack.code[-1] for lack in lacks) or "open"


def test_the_table_has_every_combination_once() -> None:
    assert len({held for held, _, _ in ROWS}) == len(ROWS) == 2**6


@pytest.mark.parametrize(("held", "before", "after"), ROWS)
def test_the_gate_answers_as_the_table_says(held: str, before: str, after: str) -> None:
    first = judge(lacking(held), has_opened=False)
    assert (before == "open", before) == (first.is_open, named(first.lacks))
    assert [mark == "x" for mark in held] == [first.guards[guard] for guard in GUARDS]
    then = judge(lacking(held), has_opened=True)
    assert (after == "open", after) == (then.is_open, named(then.lacks))
    assert ("C" if held[2] == "." else "open") == named(then.warnings)


# What remains closed where an override signed everything away that it may.
SIGNED = {
    "......": "DT",
    "....x.": "T",
    "....xx": "open",
    ".....x": "D",
    "xxxxx.": "T",
    "xxxx.x": "D",
    ".xxxxx": "open",
    "x.xxxx": "open",
    "xx.xxx": "open",
    "xxx.xx": "open",
}


@pytest.mark.parametrize(("held", "remains"), SIGNED.items())
def test_an_override_lifts_what_it_names_but_neither_a_decision_nor_her_training(
    held: str, remains: str
) -> None:
    marks = [f"lack_of_{letter}" for letter in "KSCADT"]
    assert remains == named(judge(lacking(held), has_opened=False, signed=marks).lacks)


def test_an_override_lifts_only_the_control_that_it_names() -> None:
    one, other = (Lack("control_missing", (("control", key),)) for key in ("DPIA-01", "OVS-06"))
    verdict = judge({CONTROLS: (one, other)}, has_opened=True, signed=[mark_of(one)])
    assert ((other,), (one,)) == (verdict.lacks, verdict.lifted)


def test_a_control_on_answers_holds_back_a_step_and_not_its_use() -> None:
    contest = Lack("control_missing", (("control", "COM-02"), ("state", "to_do")))
    lapsed = Lack("control_missing", (("control", "DPIA-01"), ("state", "expired")))
    first = judge({CONTROLS: (contest, lapsed)}, has_opened=False)
    then = judge({CONTROLS: (contest, lapsed)}, has_opened=True)
    assert (first.lacks, then.lacks, then.warnings) == ((contest, lapsed), (lapsed,), (contest,))


def test_no_override_lifts_a_sentinel_alarm_and_one_lifts_another_alarm() -> None:
    sentinel = Lack("alarm_open", (("alarm", "1"), ("kind", "sentinel")))
    burden = Lack("alarm_open", (("alarm", "2"), ("kind", "burden")))
    marks = [mark_of(sentinel), mark_of(burden)]
    verdict = judge({ALARMS: (sentinel, burden)}, has_opened=True, signed=marks)
    assert ((sentinel,), (burden,)) == (verdict.lacks, verdict.lifted)
    assert (sentinel,) == not_to_be_signed({ALARMS: (sentinel, burden)})
    assert (sentinel, burden) == holds_back({ALARMS: (sentinel, burden)})


GLASS = {
    "control_missing": True,
    "training_missing": True,
    "no_person": True,
    "consultation_missing": False,
    "alarm_open": False,
    "suspended": False,
    "not_opened_here": False,
    "not_in_use": False,
}


@pytest.mark.parametrize(("code", "passes"), GLASS.items())
def test_broken_glass_passes_over_training_and_controls_never_over_a_stop(
    code: str, passes: bool
) -> None:
    verdict = judge({DECISION: (Lack(code),)}, has_opened=True, glass=True)
    assert passes == verdict.is_open
    assert (Lack(code),) == (verdict.warnings if passes else verdict.lacks)


def test_a_guard_of_ones_own_is_never_signed_away() -> None:
    signable = [guard for guard in GUARDS if can_be_signed_away(guard, Lack("any"))]
    assert signable == [CONTROLS, CONSULTATION, COVERAGE, ALARMS]
