"""The list of what tools put forward, as a page and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Case, IntegerField, QuerySet, Value, When

from releve.kit.actors import Actor
from releve.kit.cells import Cell
from releve.kit.permissions import Permission
from releve.people.models import Level
from releve.stewardship.models import Proposal
from releve.stewardship.queries.proposals import open_to

COLUMNS = (
    "number",
    "tool",
    "version",
    "unit",
    "kind",
    "state",
    "proposed_at",
    "decided_at",
    "expires_at",
)


def inbox(
    actor: Actor,
    hospital: Level,
    *,
    unit: int | None = None,
    state: str = "",
    kind: str = "",
    scopes: frozenset[Permission] | None = None,
) -> QuerySet[Proposal]:
    """Return what somebody may read: what is to decide first, then the newest.

    ``scopes``: what a token leaves of it.
    """
    found = open_to(actor, hospital, scopes=scopes)
    for name, value in {"unit": unit, "state": state, "kind": kind}.items():
        if value:
            found = found.filter(**{name: value})
    first = Case(
        When(state="proposed", then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return found.annotate(place=first).order_by("place", "-pk")


def inbox_rows(found: Iterable[Proposal]) -> Iterator[Sequence[Cell]]:
    """Yield proposals as rows of a table: of the tool and its outcome, nobody's name."""
    for one in found:
        yield (
            one.pk,
            one.tool.key,
            one.tool_version,
            one.unit.code,
            one.kind,
            one.state,
            one.proposed_at,
            one.decided_at,
            one.expires_at,
        )
