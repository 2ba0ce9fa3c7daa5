"""The examination itself: every check run, its findings shown and reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from releve.kit.console import console
from releve.kit.findings import Check, Finding, Weight, fault
from releve.kit.words import translator

_ = translator("releve.house")

ORDER = (Weight.FAULT, Weight.ADVICE, Weight.FINE)


def examine(checks: Iterable[Check]) -> list[Finding]:
    """Return what the checks find, the gravest first; a check that fails is a finding too."""
    findings = [finding for check in checks for finding in _run(check)]
    return sorted(findings, key=lambda finding: ORDER.index(finding.weight))


def show(findings: Sequence[Finding]) -> None:
    """Print the findings on one screen, what to do below each."""
    screen = console()
    labels = {
        Weight.FAULT: _("mend"),
        Weight.ADVICE: _("advice"),
        Weight.FINE: _("fine"),
    }
    width = max(map(len, labels.values()))
    for finding in findings:
        screen.print(f"{labels[finding.weight]:{width}}  {finding.what}", soft_wrap=True)
        if finding.to_do:
            screen.print(f"{'':{width}}  → {finding.to_do}", soft_wrap=True)
    screen.print(_summary(findings))


def report(findings: Sequence[Finding]) -> dict[str, Any]:
    """Return the findings ready for JSON."""
    return {
        "fine": not _count(findings, Weight.FAULT),
        "findings": [
            {
                "code": finding.code,
                "weight": finding.weight.value,
                "what": finding.what,
                "to_do": finding.to_do,
            }
            for finding in findings
        ],
    }


def _run(check: Check) -> list[Finding]:
    try:
        return list(check())
    except Exception as error:  # noqa: BLE001 - one broken check must not hide the others
        name = getattr(check, "__name__", "check")
        what = _("the check {name} could not be run ({reason})")
        return [
            fault(
                "check_failed",
                what.format(name=name, reason=type(error).__name__),
                _("report it as a defect; the other checks stand"),
            )
        ]


def _summary(findings: Sequence[Finding]) -> str:
    faults = _count(findings, Weight.FAULT)
    if not faults:
        return _("Nothing is missing or unsafe.")
    message = _.plural(
        "{count} thing is missing or unsafe.", "{count} things are missing or unsafe.", faults
    )
    return message.format(count=faults)


def _count(findings: Sequence[Finding], weight: Weight) -> int:
    return sum(finding.weight is weight for finding in findings)
