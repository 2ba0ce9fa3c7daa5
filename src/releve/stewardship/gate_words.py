"""What the gate misses, in words: the reason, and who can give what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from releve.kit.gates import GateClosedError, Lack
from releve.kit.words import current_language, translator
from releve.people.models import Level
from releve.stewardship import catalogue
from releve.stewardship.models import Tool
from releve.stewardship.queries.register import tool_at
from releve.training.catalogue import module_of

_ = translator("releve.stewardship")


@dataclass(frozen=True)
class Told:
    """One thing that is missing as a page shows it: the reason, who gives it, a module to follow.

    ``module`` is the key of a training module that the reader can begin now, empty for none.
    """

    lack: Lack
    reason: str
    giver: str
    module: str = ""


def told(lacks: Iterable[Lack]) -> tuple[Told, ...]:
    """Return what is missing in words, in its order."""
    return tuple(
        Told(
            lack,
            lack_text(lack),
            giver_text(lack.giver),
            lack.fact("module") if lack.giver == "self" else "",
        )
        for lack in lacks
    )


def closed_sentences(closed: GateClosedError) -> list[str]:
    """Return a refusal as sentences: which tool, where, then each reason with who can give it."""
    unit = Level.objects.filter(pk=closed.level).first()
    tool = None if unit is None else tool_at(unit.hospital or unit, closed.tool)
    first = _("{tool} is not open to you in {unit}:").format(
        tool=name_of(tool) or closed.tool, unit=unit.name if unit else closed.where
    )
    return [first, *(f"{one.reason} {one.giver}".strip() for one in told(closed.lacks))]


def name_of(tool: Tool | None) -> str:
    """Return what a tool is called in the reader's language, empty for none."""
    return "" if tool is None else tool.named(current_language())


def lack_text(lack: Lack) -> str:
    """Return why one thing keeps the gate closed, as a sentence."""
    said = _SENTENCES.get(lack.code)
    return (
        said(lack)
        if said is not None
        else _("Something is missing ({code}).").format(code=lack.code)
    )


def giver_text(giver: str) -> str:
    """Return who can give what is missing, as a sentence; empty where nobody is named."""
    said: dict[str, Callable[[], str]] = {
        "self": lambda: _("You can give it yourself."),
        "ai_referent": lambda: _("The AI referent can give it."),
        "care_director": lambda: _("The director of care can give it."),
        "ward_manager": lambda: _("The ward manager can give it."),
        "administrator": lambda: _("An administrator of accounts can give it."),
        "hr": lambda: _("Human resources can give it."),
    }
    return said[giver]() if giver in said else ""


def day_of(text: str) -> str:
    """Return a day written in facts as the reader writes days."""
    return date_format(date.fromisoformat(text), "j F Y") if text else ""


def _control(lack: Lack) -> str:
    found = catalogue.controls().get(lack.fact("control"))
    what = found.what.told(current_language()) if found is not None else lack.fact("control")
    message = (
        _("A control is no longer evidenced: {what} ({control})")
        if lack.fact("state") == "expired"
        else _("A control is not evidenced yet: {what} ({control})")
    )
    return message.format(what=what, control=lack.fact("control"))


def _consultation(_lack: Lack) -> str:
    return _("The team was not consulted before the tool opened here.")


def _coverage(lack: Lack) -> str:
    when = {
        "day": lambda: _("among those who operate it in the coming two weeks"),
        "night": lambda: _("among those of the nights of the coming two weeks"),
        "both": lambda: _("among those who operate it in the coming two weeks, nights included"),
    }[lack.fact("at")]()
    if lack.fact("percent"):
        message = _("Too few are trained {when}: {percent} %, for {least} % at least.")
        return message.format(when=when, percent=lack.fact("percent"), least=lack.fact("least"))
    message = _("Too few are trained {when}: {least} % are needed at least.")
    return message.format(when=when, least=lack.fact("least"))


def _nobody(_lack: Lack) -> str:
    return _("Nobody here holds the function that operates this tool.")


def _alarm(lack: Lack) -> str:
    kind = {
        "sentinel": lambda: _("A serious event was reported on {day} and is not answered yet."),
        "harm": lambda: _("Harm beyond the margin was reported on {day} and is not answered yet."),
        "burden": lambda: _("A rising load was reported on {day} and is not answered yet."),
        "futility": lambda: _("Too little gain was reported on {day} and is not answered yet."),
        "people": lambda: _("The team asked on {day} to look at it again; no answer yet."),
    }[lack.fact("kind")]()
    return kind.format(day=day_of(lack.fact("since")))


def _suspended(lack: Lack) -> str:
    if lack.fact("where") == "everywhere":
        return _("The tool is stopped in the whole hospital.")
    return _("The tool is stopped in this unit.")


def _not_in_use(lack: Lack) -> str:
    said = {
        "declared": lambda: _("The tool is declared and not examined yet."),
        "examined": lambda: _("The tool is examined; no step of it is decided yet."),
        "retired": lambda: _("The tool is retired."),
    }
    return said[lack.fact("state")]()


def _not_opened(_lack: Lack) -> str:
    return _("No step has opened this tool in this unit yet.")


def _no_person(_lack: Lack) -> str:
    return _("Your account is tied to no person of this hospital, so no training can be shown.")


def _no_intake(_lack: Lack) -> str:
    return _("The intake of this version is not signed yet.")


def _prohibited(_lack: Lack) -> str:
    return _("The intake finds a forbidden practice.")


def _unknown(_lack: Lack) -> str:
    return _("The register of this hospital does not hold this tool.")


def _training(lack: Lack) -> str:
    module = _title(lack.fact("module"))
    said: dict[str, Callable[[], str]] = {
        "never": lambda: _("You have not passed the module “{module}” yet."),
        "expired": lambda: _("Your proof of the module “{module}” ran out on {since}."),
        "tool_version": lambda: _("The tool has changed since you passed the module “{module}”."),
        "module_version": lambda: _("The module “{module}” has changed since you passed it."),
        "not_said": lambda: _("Nobody has said yet which training this tool asks for."),
    }
    return said[lack.fact("reason")]().format(module=module, since=day_of(lack.fact("since")))


def _title(module: str) -> str:
    """Return what a module is called in the reader's language; its key where none ships."""
    found = module_of(module)
    return module if found is None else found.head.title[current_language()]


_SENTENCES: dict[str, Callable[[Lack], str]] = {
    "alarm_open": _alarm,
    "consultation_missing": _consultation,
    "control_missing": _control,
    "coverage_low": _coverage,
    "no_intake": _no_intake,
    "no_person": _no_person,
    "nobody_operates": _nobody,
    "not_in_use": _not_in_use,
    "not_opened_here": _not_opened,
    "prohibited": _prohibited,
    "suspended": _suspended,
    "tool_unknown": _unknown,
    "training_missing": _training,
}
