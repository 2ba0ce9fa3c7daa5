"""The door to the solver library, which is loaded at the first search and not before.

OR-Tools and the pandas that it brings take a second and 100 MB to load. Processes that only
show pages, or only wait for a child that solves, never need them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from releve.roster.engine.solve.limits import Limits
from releve.roster.engine.solve.model import Model, Row

if TYPE_CHECKING:
    from releve.roster.engine.solve.cpsat import Search


def load() -> None:
    """Load the library now, so that the first search does not wait for it."""
    import releve.roster.engine.solve.cpsat  # noqa: F401, PLC0415 - loaded for what comes


def load_columns() -> None:
    """Load column generation now, its kernels compiled."""
    from releve.roster.engine.solve.columns.warm import warm  # noqa: PLC0415 - see above

    warm()


def search_of(model: Model) -> Search:
    """Return a search of the model, not begun yet."""
    from releve.roster.engine.solve.cpsat import Search  # noqa: PLC0415 - see above

    return Search(model)


def sufficient(model: Model, groups: Sequence[Sequence[Row]], limits: Limits) -> list[int] | None:
    """Return which groups of rows suffice, with those of the model, to make it infeasible.

    Indices into ``groups``, not always as few as possible; ``None`` where that was not proven.
    """
    from releve.roster.engine.solve import cpsat  # noqa: PLC0415 - see above

    return cpsat.sufficient(model, groups, limits)
