"""``releve roster months open``: a month from files, with the roster it already has."""

from __future__ import annotations

from pathlib import Path

import click
from django.db import transaction

from releve.kit.actors import Actor
from releve.kit.console import DONE, console
from releve.kit.faults import BadInputError, Place
from releve.kit.words import translator
from releve.roster.actions import PeriodClashError, open_roster, publish_version, save_version
from releve.roster.cli.months.places import unit_of
from releve.roster.cli.plan_files import read_plan
from releve.roster.cli.problem_files import Given, read_problem
from releve.roster.engine.problem import Assignment
from releve.roster.engine.result import Result
from releve.roster.engine.score import score
from releve.roster.models import Demand, Roster, Version
from releve.roster.phrases import period_text
from releve.roster.queries.protected import with_choices

_ = translator("releve.roster")


def open_from_files(
    problem_file: Path,
    unit_code: str,
    plan_file: Path | None,
    *,
    actor: Actor,
    is_published: bool,
) -> int:
    """Open a unit's month and save its plan; everything is read before anything is written."""
    if is_published and plan_file is None:
        raise click.UsageError(_("--published goes with --plan only"))
    unit = unit_of(unit_code, actor=actor)
    given = read_problem(problem_file)
    plan = None if plan_file is None else read_plan(plan_file, given)
    with transaction.atomic():  # what cannot be published leaves nothing behind
        try:
            month = open_roster(unit, given.problem, actor=actor)
        except PeriodClashError as clash:
            raise _clash(problem_file, given, clash.roster) from None
        version, is_new = None, False
        if plan is not None:
            version, is_new = _kept(month, plan, actor=actor)
        if version is not None and is_published:
            publish_version(version, actor=actor)
    period = period_text(month.starts_on, month.ends_on)
    console().print(_("{unit}: {period} is open.").format(unit=unit.code, period=period))
    if given.problem.protected and with_choices(unit, given.problem) is not given.problem:
        told = _("The protected time of the file is not the one in the ledger, which holds.")
        console().print(told)
    if version is not None:
        told = _("Saved as version {number}.") if is_new else _("It is version {number} already.")
        console().print(told.format(number=version.number))
    return DONE


def _kept(month: Roster, plan: tuple[Assignment, ...], *, actor: Actor) -> tuple[Version, bool]:
    """Return the version of a plan, and whether it is new: the same plan is saved once."""
    demand: Demand = month.demands.order_by("-number")[0]
    for version in demand.versions.order_by("number"):
        if set(version.result.answer) == set(plan):
            return version, False
    weighed = score(demand.problem, plan)  # with what the ledger protects
    return save_version(demand, Result("feasible", plan, weighed), actor=actor), True


def _clash(problem_file: Path, given: Given, met: Roster) -> BadInputError:
    message = _(
        "{asked} overlaps {met}, which is open already for this unit; give the same days or "
        "others that it does not have"
    )
    problem = given.problem
    told = message.format(
        asked=period_text(problem.starts_on, problem.ends_on),
        met=period_text(met.starts_on, met.ends_on),
    )
    return BadInputError(told, place=Place(file=str(problem_file)))
