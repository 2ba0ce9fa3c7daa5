"""The ledger as the browser’s tests fill it and look at it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

BEFORE, SINCE = date(2025, 10, 6), date(2025, 12, 29)
WEEKS = 10
SETTLED = (
    *("ledger", "settle", "--unit", "URG", "--quarter", "2026-Q1", "--tool", "roster-engine"),
    *("--activity", "documentation", "--before-from", f"{BEFORE}", "--before-to", "2025-12-21"),
    *("--since", f"{SINCE}", "--checking", "900", "--incidents", "60"),
)
CHOSEN = (
    *("ledger", "choose", "--unit", "URG", "--quarter", "2026-Q1", "--purpose", "patients"),
    *("--minutes", "1200", "--from", "2026-04-06", "--to", "2026-05-03"),
    *("--reference", "Réunion d’équipe du 2 avril 2026"),
)

PAGES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("ledger:units", "cadre", ("/time/",)),
    ("ledger:units", "agent", ("/time/",)),
    ("ledger:unit", "cadre", ("/time/{unit}/",)),
    ("ledger:unit", "agent", ("/time/{unit}/",)),
    ("ledger:unit", "toutes", ("/time/{unit}/",)),
    ("ledger:settle", "cadre", ("/time/{unit}/settle/",)),
    ("ledger:import_file", "cadre", ("/time/{unit}/import/",)),
    ("ledger:question", "agent", ("/time/question/",)),
)
"""Route, account and addresses of every page of the room."""

NO_PAGE = {
    "ledger:unit_figure": "a picture",
    "ledger:unit_file": "a file",
    "ledger:post": "a form is sent to it; it leads back to the ledger",
    "ledger:choose": "a form is sent to it; it leads back to the ledger",
    "ledger:withdraw": "a form is sent to it; it leads back to the ledger",
    "ledger:check": "a form is sent to it; it leads back to the ledger",
    "ledger:open_asking": "a form is sent to it; it leads back to the ledger",
    "ledger:close_asking": "a form is sent to it; it leads back to the ledger",
    "ledger:stop_asking": "a form is sent to it; it leads back to the question",
}


def fill(do: Callable[..., None], written: Path) -> None:
    """Measure an emergency ward before and after a tool, settle a quarter and spend some of it."""
    lines = ["unit,week,profession,activity,minutes,people"]
    for first, nurses, helpers in ((BEFORE, 610, 420), (SINCE, 520, 405)):
        for week in range(WEEKS):
            monday, turn = first + timedelta(weeks=week), 8 * (week % 3) - 8
            lines.append(f"URG,{monday},nurse,documentation,{18 * (nurses + turn)},18")
            lines.append(f"URG,{monday},care_assistant,documentation,{9 * (helpers + turn)},9")
    written.write_text("\n".join(lines), "utf-8")
    do("ledger", "import", str(written))
    do(*SETTLED)
    do("ledger", "post", "--unit", "URG", "--quarter", "2026-Q1")
    do(*CHOSEN)
