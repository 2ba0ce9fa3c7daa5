"""Why a move of a tool is refused; nothing has changed then."""

from __future__ import annotations

from collections.abc import Mapping

from releve.kit.gates import Lack
from releve.kit.words import translator
from releve.stewardship.faults import StewardshipError

_ = translator("releve.stewardship")


class MoveNotOpenError(StewardshipError):
    """The move does not lead on from where the tool stands."""

    def __init__(self, state: str, move: str) -> None:
        self.state, self.move = state, move
        message = _("a tool that is {state!r} is not open to the move {move!r}")
        super().__init__(message.format(state=state, move=move))


class StepHeldError(StewardshipError):
    """A step does not open: something is missing in one of its units.

    ``lacks`` by the code of the unit. ``beyond``: those that no signature lifts either.
    """

    def __init__(
        self, lacks: Mapping[str, tuple[Lack, ...]], *, beyond: tuple[Lack, ...] = ()
    ) -> None:
        self.lacks, self.beyond = dict(lacks), beyond
        count = sum(len(some) for some in lacks.values())
        message = _.plural(
            "the step stays closed: one thing is missing ({units})",
            "the step stays closed: {count} things are missing ({units})",
            count,
        )
        super().__init__(message.format(count=count, units=", ".join(sorted(lacks))))


class PlanIncompleteError(StewardshipError):
    """A plan does not say enough to be locked; ``missing`` are codes."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        self.missing = missing
        message = _("the plan does not say enough to be locked: {missing}")
        super().__init__(message.format(missing=", ".join(missing)))


class PlanLockedError(StewardshipError):
    """The plan is locked; what changes is written into the next one."""

    def __init__(self) -> None:
        super().__init__(_("this plan is locked and stays as it is; begin the next one"))


class StalePlanError(StewardshipError):
    """Somebody else wrote or locked the plan since it was read."""

    def __init__(self) -> None:
        super().__init__(_("this plan was changed meanwhile; look at it again"))


class PlanChangedError(StewardshipError):
    """A locked plan is no longer what its digest was taken of: somebody has reached past it."""

    def __init__(self, number: int) -> None:
        message = _("plan {number} is no longer as it was locked; write the next one and lock that")
        super().__init__(message.format(number=number))


class AlarmOpenError(StewardshipError):
    """The tool does not go on while an alarm waits for its answer."""

    def __init__(self) -> None:
        super().__init__(_("an alarm is open there; answer it first"))


class NobodyToldError(StewardshipError):
    """The glass is not broken where nobody would be told of it."""

    def __init__(self) -> None:
        super().__init__(
            _("no AI referent of this hospital would be told, so the gate stays closed")
        )
