"""An attestation of training as a PDF to print: what was passed, when, and until when it holds.

The page is a Typst template; what it says reaches it as data. The same proof gives the same
bytes on the same day.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

from releve.kit.figures import FONT, font_folder
from releve.kit.words import translator
from releve.training.catalogue import module_of
from releve.training.models import Proof
from releve.training.training_words import day_text, module_title, source_name, spoken

_ = translator("releve.training")


def attestation_pdf(proof: Proof, name: str, *, printed_on: date) -> bytes:
    """Return the attestation of a proof as a tagged PDF, in the language in force."""
    data = _content(proof, name, printed_on)
    made = _compiler().compile(
        input=_template(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=datetime.combine(printed_on, time(), tzinfo=UTC),
        pdf_standards=["ua-1"],
    )
    if not isinstance(made, bytes):
        raise TypeError(made)
    return made


def _content(proof: Proof, name: str, printed_on: date) -> dict[str, Any]:
    module = module_of(proof.module)
    lines = [
        (_("Module"), module_title(proof.module)),
        (_("Version"), proof.module_version),
        (_("Passed on"), day_text(proof.passed_on)),
        (_("Valid"), _validity(proof)),
        (_("Unit"), proof.unit.name),
        (_("How"), source_name(proof.source)),
    ]
    if module is not None:
        minutes = _("{minutes} minutes of working time").format(minutes=module.head.minutes)
        lines.insert(2, (_("Length"), minutes))
    return {
        "language": spoken(),
        "font": FONT,
        "title": _("Attestation of training"),
        "person": name,
        "said": _("has passed the questions and the practical case of this module.")
        if proof.source == "player"
        else _("has passed this module, as the hospital's training software says."),
        "lines": lines,
        "hospital": proof.hospital.name,
        "note": _(
            "This attestation says that the module was passed. It holds no mark and may enter no "
            "appraisal."
        ),
        "foot": _("Printed on {day} · Relève").format(day=day_text(printed_on)),
    }


def _validity(proof: Proof) -> str:
    if proof.expires_on is None:
        return _("without end")
    return _("until the day before {day}").format(day=day_text(proof.expires_on))


@cache
def _template() -> bytes:
    return files("releve.training.attestation").joinpath("attestation.typ").read_bytes()


def _compiler() -> Any:
    import typst  # noqa: PLC0415 - 60 MB that only a print needs

    return typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True)


@cache
def _fonts() -> Any:
    import typst  # noqa: PLC0415 - see above

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(font_folder())],
    )
