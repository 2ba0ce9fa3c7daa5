"""Proposals as the browser’s tests make them and look at them.

A published roster that the engine put forward, contested and answered; a text that a tool of a
third party wrote, not decided yet; and a tool that somebody says she uses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a program fills the house before Django wakes
    from releve.people.models import Account, Level
    from releve.stewardship.models import Proposal

LETTERS = "letters"
"""The key of the third party’s tool."""

PAGES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("tools:proposals", "cadre", ("/tools/proposals/", "/tools/proposals/?state=rejected")),
    ("tools:proposals", "agent", ("/tools/proposals/",)),
    ("tools:proposal", "cadre", ("/tools/proposals/1/",)),
    ("tools:proposal", "agent", ("/tools/proposals/2/",)),
    ("tools:own_proposal", "agent", ("/tools/mine/1/",)),
    ("tools:contest", "cadre", ("/tools/contests/1/",)),
    ("tools:contest", "agent", ("/tools/contests/1/",)),
    ("tools:ask", "agent", ("/tools/ask/", f"/tools/ask/?tool={LETTERS}")),
    ("tools:ask", "toutes", ("/tools/ask/",)),
    ("tools:question", "agent", ("/tools/ask/1/",)),
    ("tools:checks", "agent", ("/tools/checks/",)),
    ("tools:checks", "cadre", ("/tools/checks/",)),
    ("tools:check", "cadre", ("/tools/checks/roster-engine/",)),
)
"""Route, account and addresses of the pages."""

OF_REFERENT = {
    "tools:connections": "/tools/connections/",
    "tools:connection": f"/tools/connections/{LETTERS}/",
}
"""Pages that an AI referent alone opens, behind her second factor."""

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


def fill(unit_code: str, *, manager: str, nurse: str) -> None:
    """Put forward, contest, answer, ask and declare; ``manager`` and ``nurse`` are accounts."""
    # Django is awake by now, and tables can be imported.
    from releve.people.models import Account as Accounts  # noqa: PLC0415 - see above
    from releve.people.models import Level as Levels  # noqa: PLC0415 - see above
    from releve.people.queries import actor_of  # noqa: PLC0415 - see above
    from releve.stewardship.actions.contests import answer, contest  # noqa: PLC0415 - see above
    from releve.stewardship.actions.declaring import (  # noqa: PLC0415 - see above
        Declared,
        declare_tool,
    )

    unit = Levels.objects.select_related("hospital").get(code=unit_code)
    heads, hers = (Accounts.objects.get_by_natural_key(one) for one in (manager, nurse))
    assert unit.hospital is not None
    assert hers.person is not None
    proposal = _roster_put_forward(unit, heads)
    said = "Deux nuits avant mon seul dimanche libre : pourquoi moi ?"
    contested = contest(proposal, hers.person, actor=actor_of(hers), said=said)
    answer(contested, actor=actor_of(heads), said="J’ai vérifié : je change celle du samedi.")
    _letter_written(unit, hers)
    told = Declared(name="Traducteur en ligne", purpose="Comprendre une patiente", unit=unit)
    declare_tool(unit.hospital, told, actor=actor_of(hers))


def _roster_put_forward(unit: Level, heads: Account) -> Proposal:
    """File the published version as what the engine put forward, and somebody decided."""
    from releve.people.queries import actor_of  # noqa: PLC0415 - see ``fill``
    from releve.roster.actions.proposing import KIND, TOOL  # noqa: PLC0415 - see ``fill``
    from releve.roster.models import Version  # noqa: PLC0415 - see ``fill``
    from releve.roster.queries.proposals import (  # noqa: PLC0415 - see ``fill``
        reasons_of,
        subject_of,
    )
    from releve.stewardship.actions.proposals import (  # noqa: PLC0415 - see ``fill``
        Output,
        propose,
        settle,
    )
    from releve.stewardship.queries.register import tool_at  # noqa: PLC0415 - see ``fill``

    assert unit.hospital is not None
    shown = Version.objects.for_hospital(unit.hospital).select_related("roster", "demand")
    version = shown.get(roster__unit=unit, state="published")
    tool = tool_at(version.hospital_id, TOOL)
    assert tool is not None
    output = Output(
        kind=KIND,
        input_digest=version.demand.digest,
        payload={
            "version": version.number,
            "starts_on": version.roster.starts_on.isoformat(),
            "ends_on": version.roster.ends_on.isoformat(),
            "holes": version.holes,
            "breaches": version.breaches,
            "cost": version.cost,
        },
        reasons=reasons_of(version),
        subject=subject_of(version),
        version=version.engine_version,
    )
    put = propose(tool, unit, output, actor=actor_of(heads))
    settle(put, "accepted", actor=actor_of(heads))
    return put


def _letter_written(unit: Level, hers: Account) -> None:
    """Let a tool of a third party answer a question; who asked has not decided on it."""
    from django.conf import settings  # noqa: PLC0415 - see ``fill``

    from releve.jobs.worker import Worker  # noqa: PLC0415 - see ``fill``
    from releve.kit.actors import HOUSE  # noqa: PLC0415 - see ``fill``
    from releve.people.queries import actor_of  # noqa: PLC0415 - see ``fill``
    from releve.stewardship.actions.asking import ask_tool  # noqa: PLC0415 - see ``fill``
    from releve.stewardship.actions.connecting import (  # noqa: PLC0415 - see ``fill``
        Reach,
        connect_tool,
    )
    from releve.stewardship.actions.register import register_tool  # noqa: PLC0415 - see ``fill``
    from releve.stewardship.entries import ToolEntry  # noqa: PLC0415 - see ``fill``
    from releve.stewardship.tests.endpoint_stub import a_stub  # noqa: PLC0415 - see ``fill``
    from releve.stewardship.tests.opened import open_tool  # noqa: PLC0415 - see ``fill``

    assert unit.hospital is not None
    assert hers.person is not None
    entry = ToolEntry(
        key=LETTERS,
        name_fr="Courriers",
        name_en="Letters",
        kind="generative",
        version="2.1",
        fields={"operators": ["caregiver", "ward_manager"]},
    )
    tool = register_tool(unit.hospital, entry, actor=HOUSE)
    tool = open_tool(unit.hospital, LETTERS, [unit], [hers.person])
    with a_stub() as stub:
        settings.TOOL_HOSTS = [stub.host]
        reach = Reach(
            address=stub.address,
            model="petit-modele",
            activity="documentation",
            instructions="Réponds en français.",
            minutes_saved=6,
            minutes_checking=2,
        )
        connect_tool(tool, reach, actor=HOUSE)
        text = "Rédige un message : la réunion du 5 est reportée au 12."
        ask_tool(tool, unit, text, actor=actor_of(hers), names_nobody=True)
        Worker().work_off()
