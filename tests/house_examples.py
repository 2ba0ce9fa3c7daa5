"""What the routes and verbs of the house take as arguments, for the tests of access.

An argument that nobody has registered here fails the test of its route, so that no route escapes
the matrix.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from house_actions_roster import CYCLE, in_use, walked
from house_exchanges import (
    FIRST,
    OPENING_FORM,
    RULE_FORM,
    SWAP_FORM,
    agreed_swap,
    an_opening,
    asked_swap,
    first_day,
    volunteered,
)
from house_ledger import ARGUMENTS as OF_LEDGER
from house_ledger import PLACES as PLACES_OF_LEDGER
from house_ledger import SENT as SENT_TO_LEDGER
from house_routes import Route
from house_wishes import ANOTHER_PERIOD, closed_wishes
from house_world import At, Example, World
from releve.kit.actors import HOUSE
from releve.kit.permissions import Need, Permission
from releve.people.models import Notice
from releve.people.queries import table_digest
from releve.roster.actions import propose_version
from releve.roster.models import Roster, Version

ARGUMENTS: dict[str, Callable[[World], Example]] = {
    "unit": lambda world: Example(world.unit.pk, "unit"),
    "hospital": lambda world: Example(world.hospital.pk, "hospital"),
    "starts_on": lambda world: Example(world.roster.starts_on),
    "number": lambda world: Example(world.published.number),
    "other": lambda world: Example(world.draft.number),
    "search": lambda world: Example(world.search.pk),
    "roster:edit.number": lambda world: Example(world.draft.number),
    "roster:undo.number": lambda world: Example(world.draft.number),
    "roster:redo.number": lambda world: Example(world.draft.number),
    "api:edit_cell.number": lambda world: Example(world.draft.number),
    "api:undo_edit.number": lambda world: Example(world.draft.number),
    "api:redo_edit.number": lambda world: Example(world.draft.number),
    "api:judge_change.number": lambda world: Example(world.draft.number),
    "api:judge_change.person": lambda _world: Example("bea"),
    "api:judge_change.day": lambda _world: Example("2026-03-13"),
    "roster:export.ending": lambda _world: Example("xlsx"),
    "room": lambda _world: Example("house"),
    "job": lambda world: Example(world.job.pk, "hospital"),
    "trail_request.number": lambda world: Example(world.reading.pk, "hospital"),
    "trail_agree.number": lambda world: Example(world.reading.pk, "hospital"),
    "unmark_computer.pk": lambda world: Example(world.computer.pk, "within"),
    "help_chapter.room": lambda _world: Example("roster"),
    "uidb64": lambda _world: Example("MQ"),
    "token": lambda _world: Example("0-0"),
    "revoke_token.token": lambda world: Example(world.token.pk, "own"),
    "calendar.secret": lambda world: Example(world.calendar),
    "kind": lambda _world: Example("persons"),
    "shifts:own_file.ending": lambda _world: Example("csv"),
    "shifts:own_counters_file.ending": lambda _world: Example("csv"),
    "shifts:unit_counters_file.ending": lambda _world: Example("csv"),
    "shifts:unit_pay.ending": lambda _world: Example("csv"),
    "shifts:own_withdraw.row": lambda world: Example(world.recall, "own"),
    "shifts:unit_withdraw.row": lambda world: Example(world.recall, "unit"),
    "api:close.month": lambda _world: Example("2026-05"),
    "api:unit_counters.month": lambda _world: Example("2026-04"),
    "api:own_counters.month": lambda _world: Example("2026-04"),
    "api:unit_pay.month": lambda _world: Example("2026-04"),
    "api:worked_breach_list.month": lambda _world: Example("2026-06"),
    "shifts:unit_file.ending": lambda _world: Example("csv"),
    "notice": lambda world: Example(a_notice(world), "own"),
    "change": lambda world: Example(world.change, "own"),
    "wish": lambda world: Example(world.wish.pk, "own"),
    "preference": lambda world: Example(world.preference.pk, "own"),
    "roster:propose.number": lambda world: Example(world.draft.number),
    "roster:changes.ending": lambda _world: Example("csv"),
    "roster:export_wishes.ending": lambda _world: Example("csv"),
    "swap": lambda world: Example(agreed_swap(world).pk),
    "planning:agree_swap.swap": lambda world: Example(asked_swap(world, of_her=True).pk, "own"),
    "planning:refuse_swap.swap": lambda world: Example(asked_swap(world, of_her=True).pk, "own"),
    "planning:withdraw_swap.swap": lambda world: Example(asked_swap(world).pk, "own"),
    "planning:exchange.day": lambda world: Example(first_day(world), "own"),
    "planning:exchange.shift": lambda _world: Example("J"),
    "opening": lambda world: Example(volunteered(world).pk),
    "planning:volunteer.opening": lambda world: Example(an_opening(world).pk, "own"),
    "planning:stand_down.opening": lambda world: Example(volunteered(world).pk, "own"),
    "roster:open_shift.unit": lambda world: Example(
        world.unit.pk if first_day(world) else 0, "unit"
    ),
    "api:open_shift.starts_on": lambda world: Example(first_day(world)),
    **OF_LEDGER,
}
"""By the argument's name, or by the route's and the argument's where that is needed."""

OF_INSTALLATION: dict[str, Callable[[World], int]] = {
    "job_cancel": lambda world: world.installations[0].pk,
    "job_retry": lambda world: world.installations[0].pk,
    "trail_request": lambda world: world.installations[1].pk,
    "trail_agree": lambda world: world.installations[1].pk,
}
"""The object of the installation itself that a route names, where it can name one."""

FORMS: dict[str, Mapping[str, str]] = {
    "roster:edit": {
        "person": "bea",
        "day": "2026-03-13",
        "to": "J",
        "seen": "3",
        "reason": "cover",
    },
    "roster:undo": {"seen": "3"},
    "roster:redo": {"seen": "3"},
    "roster:start": {"aim": "balanced", "seconds": "20"},
    "mark_computer": {"name": "Poste"},
    "roster:open_wishes": ANOTHER_PERIOD,
    "roster:open_shift": OPENING_FORM,
    "roster:set_swap_rule": RULE_FORM,
    "planning:ask_swap": SWAP_FORM,
}
"""What a form sends, by its route; others send nothing."""

SENT: dict[str, Callable[[World], tuple[dict[str, Any], str]]] = {
    "api:choose_version": lambda world: ({"version": world.draft.number}, state_of(world)),
    "api:publish_version": lambda world: ({"version": world.draft.number}, state_of(world)),
    "api:propose_version": lambda world: ({"version": world.draft.number}, state_of(world)),
    "api:take_back_version": lambda world: ({"version": proposed(world)}, state_of(world)),
    "api:revise_version": lambda _world: ({}, ""),
    "api:edit_cell": lambda world: (
        {"person": "bea", "day": "2026-03-13", "shifts": ["J"], "reason": "cover"},
        edits_of(world),
    ),
    "api:undo_edit": lambda world: ({}, edits_of(world)),
    "api:redo_edit": lambda world: ({}, edits_of(world)),
    "api:start_search": lambda _world: ({}, ""),
    "api:stop_search": lambda _world: ({}, ""),
    "api:close_wishes": lambda _world: ({}, ""),
    "api:carry_wishes": lambda world: (closed_wishes(world.hospital), ""),
    "api:keep_first_cycle": lambda _world: ({"cycle": json.loads(CYCLE.to_json())}, ""),
    "api:cycle": lambda world: ({}, cycle_of(world)),
    "api:gap": lambda world: ({}, cycle_of(world)),
    "api:keep_cycle": lambda world: ({"cycle": json.loads(CYCLE.to_json())}, cycle_of(world)),
    "api:place_on_cycle": lambda world: (
        {"places": [{"person": "n0", "line": "1"}]},
        cycle_of(world),
    ),
    "api:retire_cycle": lambda world: ({}, cycle_of(world)),
    "api:begin_from_cycle": lambda world: (begun_from(world), ""),
    "api:accept_swap": lambda _world: ({}, ""),
    "api:decline_swap": lambda _world: ({}, ""),
    "api:allot_shift": lambda _world: ({}, ""),
    "api:close_opening": lambda _world: ({}, ""),
    "api:open_shift": lambda _world: (
        {
            "day": FIRST.isoformat(),
            "shift": "J",
            "closes_at": f"{FIRST.isoformat()}T01:00:00Z",
        },
        "",
    ),
    "api:declare": lambda _world: (
        {
            "person": "n0",
            "kind": "recall",
            "starts_at": "2026-06-04T07:00:00Z",
            "ends_at": "2026-06-04T12:00:00Z",
        },
        "",
    ),
    "api:validate": lambda _world: ({"from_on": "2026-06-01", "to_on": "2026-06-01"}, ""),
    "api:close": lambda _world: ({}, ""),
    "api:import_lines": lambda world: (
        {"lines": [{"person": "n1", "family_name": "Brume", "unit": "URG", "role": "nurse"}]},
        table_digest("persons", world.hospital),
    ),
    "api:audit_shifts": lambda _world: (
        {"pack": "fph", "from": "2026-03-09", "to": "2026-03-15", "shifts": []},
        "",
    ),
    **SENT_TO_LEDGER,
}
"""What a program sends to change something, and the state that it has seen, by its route."""


def a_notice(world: World) -> int:
    """Return the number of something that somebody was told."""
    [*_others, last] = Notice.objects.for_hospital(world.hospital).values_list("pk", flat=True)
    return last


def state_of(world: World) -> str:
    """Return the state of the ward's month, as the API names it."""
    return f"{world.roster.pk}-{Roster.objects.get(pk=world.roster.pk).revision}"


def cycle_of(world: World) -> str:
    """Return the state of the unit's cycle, kept where there is none, as the API names it."""
    return f"cycle-{in_use(world).pk}"


def begun_from(world: World) -> dict[str, Any]:
    """Give somebody a place on the cycle; the month that begins from it is in the address."""
    walked(world)
    return {}


def proposed(world: World) -> int:
    """Propose the draft of the world, and return its number."""
    if Version.objects.get(pk=world.draft.pk).state == "draft":
        propose_version(world.draft, actor=HOUSE)
    return world.draft.number


def edits_of(world: World) -> str:
    """Return the state of the draft's journal, as the API names it."""
    return f"{world.draft.pk}-edit-3"


ASKS: dict[str, Need] = {
    # It shows a unit to whoever may read something of it: its roster, or who works there.
    "api:unit": Need("permission", Permission.SEE_ROSTER),
}
"""What opens the object of a route that declares a sign-in alone."""

PLACES: dict[str, At] = {
    "jobs": "list",
    "mark_computer": "within home",
    "trail": "home",
    "shifts:own_declare": "own",
    "shifts:own_extra": "own",
    "shifts:own_counters_file": "own",
    "api:own_counters": "own",
    "planning:month": "own",
    "planning:wish_period": "own",
    "planning:state_wish": "own",
    "planning:state_preference": "own",
    "planning:ask_swap": "own",
    "planning:set_offers": "own",
    "open_calendar": "own",
    "notices:read_all": "own",
    "notices:save_mail": "own",
    "notices:confirm_mail": "own",
    "notices:stop_mail": "own",
    **PLACES_OF_LEDGER,
}
"""Where the object of a route stands that takes no argument which says so.

Without a word here, its permission is enough wherever somebody has it.
"""

NOT_SET_UP = frozenset({"directory", "directory_back"})
"""Routes open to all that are not there, since the world has no directory."""

LEADS_OUT = frozenset({"end_own_sessions"})
"""Routes that end at the sign-in for whoever is let in."""

DEPTH: tuple[At, ...] = (
    "",
    "everywhere",
    "home",
    "list",
    "within home",
    "within",
    "hospital",
    "unit",
    "own",
)


def arguments_of(route: Route, world: World) -> tuple[dict[str, Any], At]:
    """Return arguments for a route, and where the object stands that they name together.

    Raises LookupError where nobody can say what an argument is.
    """
    found = {}
    for name in route.converters:
        make = ARGUMENTS.get(f"{route.name}.{name}") or ARGUMENTS.get(name)
        if make is None:
            raise LookupError(f"{route.label}: register an example of <{name}> in house_world")
        found[name] = make(world)
    stands: list[At] = [PLACES.get(route.name, ""), *(one.at for one in found.values())]
    at = max(stands, key=DEPTH.index)
    return {name: one.value for name, one in found.items()}, at
