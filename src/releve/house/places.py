"""Where one can go, named by what people do; a room that gets pages adds a line here.

Only what is there for an account is shown: an entry whose need she does not meet is left out,
and a place without entries too. What a place shows is no permission; each page checks its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from releve.kit.permissions import SIGNED_IN, Need, Permission

PlaceKey = Literal["planning", "team", "tools", "breath", "tomorrow"]

PLACES: dict[PlaceKey, Promise] = {
    "planning": _("My roster"),
    "team": _("My team"),
    "tools": _("Our tools"),
    "breath": _("Our breathing space"),
    "tomorrow": _("Tomorrow"),
}
"""The five places, in the order of the header."""


@dataclass(frozen=True)
class Entry:
    """A page that a room adds to a place.

    ``need`` as the page's view declares it; ``own_line``: for whoever has a line in rosters.
    ``is_whole``: the page asks for the permission at the hospital itself, not at a unit of it.
    ``rooms``: the URL namespaces, or single views by name, whose pages stand in this entry,
    beside its own page; a view named in one entry is not that of its namespace in another.
    """

    place: PlaceKey
    title: Promise
    url_name: str
    need: Need | Permission = SIGNED_IN
    own_line: bool = False
    is_whole: bool = False
    rooms: tuple[str, ...] = ()


ENTRIES: tuple[Entry, ...] = (
    Entry(
        "planning",
        _("My roster"),
        "planning:now",
        own_line=True,
        rooms=("planning:month", "tools:own_proposal", "tools:own_contest"),
    ),
    Entry(
        "planning",
        _("My wishes"),
        "planning:wishes",
        own_line=True,
        rooms=("planning:wish_period", "planning:state_wish", "planning:state_preference"),
    ),
    Entry(
        "planning",
        _("My exchanges"),
        "planning:exchanges",
        own_line=True,
        rooms=(
            "planning:exchange",
            "planning:ask_swap",
            "planning:agree_swap",
            "planning:refuse_swap",
            "planning:withdraw_swap",
            "planning:volunteer",
            "planning:stand_down",
            "planning:set_offers",
        ),
    ),
    Entry(
        "planning",
        _("What I worked"),
        "shifts:own_worked",
        own_line=True,
        rooms=(
            "shifts:own_declare",
            "shifts:own_extra",
            "shifts:own_withdraw",
            "shifts:own_counters",
            "shifts:own_counters_file",
        ),
    ),
    Entry(
        "planning",
        _("My rhythm"),
        "shifts:own",
        own_line=True,
        rooms=("shifts:own_file", "shifts:acknowledge"),
    ),
    Entry(
        "team",
        _("Units and their rosters"),
        "roster:wards",
        need=Permission.SEE_ROSTER,
        rooms=("roster",),
    ),
    Entry(
        "team",
        _("Worked time"),
        "shifts:worked_units",
        need=Permission.MANAGE_WORKED,
        rooms=(
            "shifts:unit_worked",
            "shifts:unit_month",
            "shifts:unit_declare",
            "shifts:unit_extra",
            "shifts:unit_withdraw",
            "shifts:unit_validate",
            "shifts:unit_close",
            "shifts:unit_import",
            "shifts:unit_counters",
            "shifts:unit_pay",
            "roster:worked_law",
        ),
    ),
    Entry(
        "team",
        _("The load of units"),
        "shifts:units",
        need=Permission.SEE_LOAD,
        rooms=("shifts:unit",),
    ),
    Entry(
        "tools",
        _("My training"),
        "training:own",
        own_line=True,
        rooms=(
            "training:module",
            "training:part",
            "training:begin",
            "training:answer",
            "training:result",
            "training:drop",
            "training:attestation",
        ),
    ),
    Entry(
        "tools",
        _("Register"),
        "tools:register",
        need=Permission.SEE_REGISTER,
        rooms=(
            "tools:tool",
            "tools:new_tool",
            "tools:edit_tool",
            "tools:set_place",
            "tools:intake",
            "tools:sign_intake",
            "tools:controls",
            "tools:tool_controls",
            "tools:control",
            "tools:new_evidence",
            "tools:withdraw_evidence",
            "tools:not_applicable",
            "tools:waive",
            "tools:withdraw_exemption",
            "tools:suppliers",
            "tools:new_supplier",
            "tools:interlocutor",
            "tools:declarations",
            "tools:answer_declaration",
        ),
    ),
    Entry(
        "tools",
        _("Who is ready"),
        "training:units",
        need=Permission.SEE_READINESS,
        rooms=(
            "training:unit",
            "training:ask",
            "training:undo",
            "training:proofs",
            "training:withdraw",
            "training:requirements",
            "training:drop_requirement",
            "training:import",
        ),
    ),
    Entry(
        "tools",
        _("Coverage"),
        "training:coverage",
        need=Permission.SEE_REGISTER,
        rooms=("training:coverage_file",),
    ),
    Entry(
        "tools",
        _("Time given back"),
        "ledger:units",
        need=Permission.SEE_LEDGER,
        rooms=("ledger",),
    ),
    Entry(
        "tools",
        _("Proposals"),
        "tools:proposals",
        need=Permission.DECIDE_PROPOSALS,
        rooms=(
            "tools:proposal",
            "tools:proposal_decide",
            "tools:contest",
            "tools:contest_reply",
            "tools:contest_answer",
            "tools:contest_close",
        ),
    ),
    Entry(
        "tools",
        _("Ask a tool"),
        "tools:ask",
        need=Permission.USE_TOOLS,
        rooms=("tools:question", "tools:ask_send"),
    ),
    Entry(
        "tools",
        _("Do we still check?"),
        "tools:checks",
        need=Permission.USE_TOOLS,
        rooms=("tools:check",),
    ),
    Entry(
        "tools",
        _("How tools are reached"),
        "tools:connections",
        need=Permission.MANAGE_TOOLS,
        is_whole=True,
        rooms=("tools:connection", "tools:connection_end"),
    ),
    Entry(
        "tools",
        _("Declare a tool"),
        "tools:declare",
        rooms=("tools:own_declarations",),
    ),
    Entry(
        "tools",
        _("Roll-outs"),
        "tools:rollouts",
        need=Permission.SEE_REGISTER,
        rooms=(
            "tools:rollout",
            "tools:examine",
            "tools:open_step",
            "tools:consult",
            "tools:plan",
            "tools:save_plan",
            "tools:lock_plan",
            "tools:retire",
            "tools:gate",
            "tools:glass",
            "tools:stop",
            "tools:stop_everywhere",
            "tools:resume",
            "tools:resume_everywhere",
            "tools:alarm",
            "tools:answer_alarm",
        ),
    ),
    Entry(
        "tools",
        _("Background work"),
        "jobs",
        need=Permission.SEE_JOBS,
        is_whole=True,
        rooms=("job_cancel", "job_retry"),
    ),
    Entry(
        "tools",
        _("Audit trail"),
        "trail",
        need=Permission.READ_TRAIL,
        is_whole=True,
        rooms=("trail_request",),
    ),
)
"""Every page that the header leads to; in a place, the first one open is where it leads."""


@dataclass(frozen=True)
class Way:
    """An entry as a page shows it; ``current`` is an ``aria-current`` word, or empty."""

    title: Promise
    url_name: str
    current: Literal["", "page", "true"]


@dataclass(frozen=True)
class Place:
    """A place as the header shows it, with the ways inside it."""

    key: PlaceKey
    title: Promise
    ways: tuple[Way, ...]

    @property
    def url_name(self) -> str:
        """Where the place leads."""
        return self.ways[0].url_name

    @property
    def current(self) -> Literal["", "page", "true"]:
        """Whether the reader is on the page it leads to, or on another one of the place."""
        if self.ways[0].current:
            return self.ways[0].current
        return "true" if any(way.current for way in self.ways) else ""


def places_open(
    permissions: Iterable[Permission],
    *,
    whole: Iterable[Permission] | None = None,
    has_line: bool,
    view_name: str = "",
    stands_in: str = "",
    entries: Sequence[Entry] | None = None,
) -> tuple[Place, ...]:
    """Return the places for whoever has these permissions somewhere, the current one marked.

    ``whole``: those that she has for her whole hospital; all of them where nothing is said.
    ``stands_in``: the entry that the page itself says it stands in, whatever its view.
    """
    held = frozenset(permissions)
    held_whole = held if whole is None else frozenset(whole)
    found: dict[PlaceKey, list[Way]] = {}
    known = ENTRIES if entries is None else entries
    is_named = any(view_name in entry.rooms for entry in known)
    room = "" if is_named else view_name.rpartition(":")[0]
    for entry in known:
        if _is_open(entry, held_whole if entry.is_whole else held, has_line=has_line):
            current = _current(entry, view_name, room)
            if stands_in:
                current = "true" if entry.url_name == stands_in else ""
            way = Way(entry.title, entry.url_name, current)
            found.setdefault(entry.place, []).append(way)
    return tuple(Place(key, PLACES[key], tuple(found[key])) for key in PLACES if key in found)


def _is_open(entry: Entry, held: frozenset[Permission], *, has_line: bool) -> bool:
    if entry.own_line and not has_line:
        return False
    need = entry.need
    asked = need.permission if isinstance(need, Need) else need
    return asked is None or asked in held


def _current(entry: Entry, view_name: str, room: str) -> Literal["", "page", "true"]:
    if view_name == entry.url_name:
        return "page"
    return "true" if {view_name, room} & set(entry.rooms) else ""
