"""Whether a tool is open to a person in a unit: six guards, each by what it misses.

Five of them are the unit's: the controls that hold back its step are evidenced, its people were
consulted before, enough of those who operate the tool are trained, no alarm is open, the step
was decided and is not stopped. The sixth is the person's: her own training holds.

Coverage is asked once, when the step opens: shifts change each day, and a tool that shut and
opened with them would help nobody. Once its step has opened, too low a coverage warns, and so do
the controls on how a hospital answers its people, which any unanswered word elsewhere would
otherwise turn into a stop everywhere. All else binds at every use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from releve.kit.gates import Lack
from releve.stewardship.vocabulary import GUARDS

CONTROLS, CONSULTATION, COVERAGE, ALARMS, DECISION, TRAINING = GUARDS

OPENING = (CONTROLS, CONSULTATION, COVERAGE, ALARMS)
"""What must hold for the decision that opens a step; it is itself the fifth."""

WARNING_ONCE_OPEN = frozenset({COVERAGE})

ANSWERS_ASKED_ONCE = frozenset({"COM-02", "EFF-02", "OVS-04", "REG-02"})
"""Controls that hold back a step and not its use: contests, minutes, alarms and declarations that
wait for an answer. An alarm shuts the gate where it was raised, by its own guard."""

NEVER_SIGNED_AWAY = frozenset({DECISION, TRAINING})
"""Guards that no override lifts: whether a step opened is a fact, and training is her own."""

SENTINEL = "sentinel"

PROHIBITED = "prohibited"
"""The lack of a tool whose intake finds a forbidden use: it opens by no signature, to nobody."""

PASSED_BY_GLASS = frozenset({"control_missing", "training_missing", "no_person"})
"""What somebody passes over who breaks the glass: never a stop, an alarm, a unit not opened."""

_TOLD_APART_BY = {"control_missing": "control", "alarm_open": "alarm"}
"""Lacks of which a guard may have several: an override names each of them."""

Lacking = Mapping[str, tuple[Lack, ...]]
"""What each guard misses today; a guard that misses nothing may be left out."""


@dataclass(frozen=True)
class Verdict:
    """Whether the gate is open, which guards hold, what closes it and what only warns.

    ``lacks`` are in the order of the guards. ``lifted`` are those that an override signed away.
    """

    is_open: bool
    guards: Mapping[str, bool]
    lacks: tuple[Lack, ...] = ()
    warnings: tuple[Lack, ...] = ()
    lifted: tuple[Lack, ...] = ()


def judge(
    lacking: Lacking, *, has_opened: bool, signed: Iterable[str] = (), glass: bool = False
) -> Verdict:
    """Return whether a tool is open to somebody, given what each guard misses.

    ``has_opened``: whether the step of the unit has opened already. ``signed``: the marks that an
    override of this step names. ``glass``: whether she broke the glass today.
    """
    marks = frozenset(signed)
    guards: dict[str, bool] = {}
    lacks: list[Lack] = []
    warnings: list[Lack] = []
    lifted: list[Lack] = []
    for guard in GUARDS:
        binding = 0
        for lack in lacking.get(guard, ()):
            if can_be_signed_away(guard, lack) and mark_of(lack) in marks:
                lifted.append(lack)
            elif (has_opened and _only_warns(guard, lack)) or (
                glass and lack.code in PASSED_BY_GLASS
            ):
                warnings.append(lack)
            else:
                lacks.append(lack)
                binding += 1
        guards[guard] = not binding
    return Verdict(not lacks, guards, tuple(lacks), tuple(warnings), tuple(lifted))


def _only_warns(guard: str, lack: Lack) -> bool:
    """Whether a lack is told and closes nothing once the step of the unit has opened."""
    return guard in WARNING_ONCE_OPEN or lack.fact("control") in ANSWERS_ASKED_ONCE


def holds_back(lacking: Lacking) -> tuple[Lack, ...]:
    """Return what keeps a step from being opened, in the order of the guards."""
    return tuple(lack for guard in OPENING for lack in lacking.get(guard, ()))


def not_to_be_signed(lacking: Lacking) -> tuple[Lack, ...]:
    """Return what keeps a step from being opened even with an override."""
    return tuple(
        lack
        for guard in OPENING
        for lack in lacking.get(guard, ())
        if not can_be_signed_away(guard, lack)
    )


def can_be_signed_away(guard: str, lack: Lack) -> bool:
    """Whether an override may lift one lack.

    Never her own training, a sentinel alarm, or a use that is forbidden.
    """
    is_fixed = lack.fact("kind") == SENTINEL or lack.code == PROHIBITED
    return guard not in NEVER_SIGNED_AWAY and not is_fixed


def mark_of(lack: Lack) -> str:
    """Return how an override names one lack, so that another of the same guard still closes."""
    apart = _TOLD_APART_BY.get(lack.code)
    return f"{lack.code}:{lack.fact(apart)}" if apart else lack.code
