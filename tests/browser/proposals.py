"""Proposals as the browser’s tests look at them.

Its hospital has nothing that a tool put forward for sure, since a busy machine finds no roster:
what stands under a number is looked at in ``stewardship/tests/test_proposal_pages.py``.
"""

from __future__ import annotations

NOTHING = 999999

PAGES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("tools:proposals", "cadre", ("/tools/proposals/", "/tools/proposals/?state=rejected")),
    ("tools:proposals", "agent", ("/tools/proposals/",)),
    ("tools:ask", "agent", ("/tools/ask/",)),
    ("tools:ask", "toutes", ("/tools/ask/",)),
    ("tools:checks", "agent", ("/tools/checks/",)),
    ("tools:checks", "cadre", ("/tools/checks/",)),
    ("tools:check", "cadre", ("/tools/checks/roster-engine/",)),
)
"""Route, account and addresses of the pages that are there whatever was put forward."""

NOT_THERE: tuple[tuple[str, str, tuple[str, ...], int], ...] = (
    ("tools:proposal", "cadre", (f"/tools/proposals/{NOTHING}/",), 404),
    ("tools:own_proposal", "agent", (f"/tools/mine/{NOTHING}/",), 404),
    ("tools:contest", "agent", (f"/tools/contests/{NOTHING}/",), 404),
    ("tools:question", "agent", (f"/tools/ask/{NOTHING}/",), 404),
    ("tools:connections", "cadre", ("/tools/connections/",), 403),
    ("tools:connection", "cadre", ("/tools/connections/roster-engine/",), 403),
)
"""Pages that this hospital does not have, or that are not open to that account."""

NO_PAGE = {
    "tools:proposals_file": "a file",
    "tools:proposal_decide": "a form is sent to it; it leads back to the proposal",
    "tools:own_contest": "a form is sent to it; it leads to the contest",
    "tools:contest_reply": "a form is sent to it; it leads back to the contest",
    "tools:contest_answer": "a form is sent to it; it leads back to the contest",
    "tools:contest_close": "a form is sent to it; it leads back to the contest",
    "tools:ask_send": "a form is sent to it; it leads to the question",
    "tools:connection_end": "a form is sent to it; it leads back to the connections",
}
