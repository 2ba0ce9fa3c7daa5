"""What is wrong with the training modules: their files, and those that are asked for and gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.db import DatabaseError

from releve.kit.faults import BadInputError
from releve.kit.findings import Finding, fault, fine
from releve.kit.words import translator
from releve.training.catalogue import SHIPPED, shelf
from releve.training.queries.gone import modules_gone

_ = translator("releve.house")


def training_modules() -> Iterator[Finding]:
    """Look whether each training module can be followed: one finding for each fault of a file."""
    found = shelf()
    for wrong in found.faults:
        what = _("a training module is offered to nobody: {fault}")
        yield fault("module_broken", what.format(fault=wrong), _to_do(wrong))
    try:
        gone = modules_gone()
    except DatabaseError:  # said by the check of the database
        gone = []
    for one in gone:
        what = _("{tool} at {hospital} asks for the training module {module}, which is not there")
        yield fault(
            "module_gone",
            what.format(tool=one.tool, hospital=one.hospital, module=one.module),
            _("put it back into RELEVE_MODULES, or take it from what the tool asks for"),
        )
    if not found.faults and not gone:
        count = len(found.modules)
        message = _.plural(
            "{count} training module can be followed",
            "{count} training modules can be followed",
            count,
        )
        yield fine("modules", message.format(count=count))


def _to_do(wrong: BadInputError) -> str:
    """Return how a fault is mended: in the hospital's file, or where it ships, by installing."""
    if wrong.place.file and Path(wrong.place.file).is_relative_to(SHIPPED):
        return _("this file ships with Relève and was changed; install this release again")
    return _("mend the file, look with: releve training modules, then start the pages again")


MODULES_CHECKS = (training_modules,)
