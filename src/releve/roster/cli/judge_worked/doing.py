"""The judgement of a unit's worked time, done and said in the terminal."""

from __future__ import annotations

from datetime import date

from releve.kit.actors import Actor
from releve.kit.console import DONE, FINDINGS, console, write_json
from releve.kit.faults import BadInputError, Place
from releve.kit.words import translator
from releve.roster.actions import judge_worked
from releve.roster.breach_words import breach_json, breach_line, unjudged_lines
from releve.roster.queries.worked_law import worked_breaches
from releve.shifts.queries.places import managed_unit

_ = translator("releve.roster")


def judge_here(
    unit_code: str, days: tuple[date, date], json_path: str | None, *, actor: Actor
) -> int:
    """Judge some days of a unit, and say what stands."""
    if days[1] < days[0]:
        raise BadInputError(_("the end lies before the beginning"), place=Place(field="--to"))
    unit = managed_unit(unit_code, actor=actor)
    told = judge_worked(unit, *days, actor=actor)
    rows = worked_breaches(unit, *days)
    if json_path:
        write_json(
            {
                "unit": unit.code,
                "from": str(days[0]),
                "to": str(days[1]),
                "new": told.new,
                "gone": told.gone,
                "without_law": list(told.without_law),
                "not_judged": unjudged_lines(told.not_judged),
                "breaches": [breach_json(row) for row in rows],
            },
            json_path,
        )
    if json_path != "-":
        for row in rows:
            console().print(f"{row.person.code} · {breach_line(row)}", soft_wrap=True)
        for line in unjudged_lines(told.not_judged):
            console().print(_("Not judged: {line}").format(line=line), soft_wrap=True)
        message = _.plural(
            "{standing} breach stands: {new} new, {gone} gone since the last judgement.",
            "{standing} breaches stand: {new} new, {gone} gone since the last judgement.",
            len(rows),
        )
        console().print(message.format(standing=len(rows), new=told.new, gone=told.gone))
    return FINDINGS if any(row.status != "soft" for row in rows) else DONE
