"""Dated packs of working-time rules: one rule, one YAML file, its article on the first line.

A pack is a folder ``roster/data/packs/<pack>/``: ``_pack.yaml`` says what it is and which text
it was read from, every other file is one rule. A rule changes by gaining a dated version,
never by an edit of code. What was not verified at its source (confidence M) never binds: it
becomes soft and carries the banner "à confirmer par la DRH".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from releve.kit.faults import BadInputError, Place
from releve.kit.field_faults import first_fault
from releve.roster.engine.rules.forms import STRICT, Form
from releve.roster.engine.rules.reading import document, form_faults

PACKS = Path(__file__).resolve().parents[2] / "data" / "packs"

Status = Literal["hard", "hard_unless_decision", "soft", "counter", "definition"]
Confidence = Literal["V", "S", "M", "ours"]


@dataclass(frozen=True, config=STRICT)
class Version:
    """The forms of a rule between two dates, and those that replace them under a decision.

    ``cycle_weeks_from`` and ``cycle_weeks_to``: the lengths of cycle for which it stands, where
    the text makes a difference.
    """

    forms: tuple[Form, ...] = ()
    forms_with_decision: tuple[Form, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    cycle_weeks_from: int | None = None
    cycle_weeks_to: int | None = None

    def suits_cycle(self, weeks: int | None) -> bool:
        """Whether it stands for a cycle of so many weeks; one not known is taken as short."""
        if weeks is None:
            return self.cycle_weeks_from is None
        shortest, longest = self.cycle_weeks_from or 1, self.cycle_weeks_to or weeks
        return shortest <= weeks <= longest


@dataclass(frozen=True, config=STRICT)
class Rule:
    """One rule of a pack.

    ``lifted_by``: ids whose recorded decision lifts it (``forms_with_decision`` then apply).
    ``only_under``: ids one of which must be the subject of a decision for the rule to apply.
    ``not_judged``: why no roster can be judged by it (code), for rules without forms.
    ``weight``: points for each unit of excess where the rule is soft.
    """

    id: str
    article: str
    title: dict[Literal["fr", "en"], str]
    status: Status
    confidence: Confidence
    versions: tuple[Version, ...]
    source: str = ""
    note: str = ""
    weight: int = Field(default=10, ge=0)
    lifted_by: tuple[str, ...] = ()
    only_under: tuple[str, ...] = ()
    not_judged: (
        Literal[
            "needs_year",  # a yearly counter of a contract
            "needs_publication",  # when the roster was shown and changed
            "needs_leave",  # annual leave, asked and granted
            "no_decree",  # the text waits for its decree
            "fact_of_contract",  # a contract or an organisation, not shifts
            "counting_rule",  # says how hours are counted, sets no limit
        ]
        | None
    ) = None

    @property
    def to_confirm(self) -> bool:
        """Whether it carries the banner "à confirmer par la DRH"."""
        return self.confidence == "M"

    @property
    def effective_status(self) -> Status:
        """The status that binds: what nobody verified at its source is soft."""
        hard = self.status in ("hard", "hard_unless_decision")
        return "soft" if self.to_confirm and hard else self.status

    @property
    def is_hard(self) -> bool:
        """Whether a roster that breaks it is refused."""
        return self.effective_status in ("hard", "hard_unless_decision")


@dataclass(frozen=True, config=STRICT)
class Pack:
    """A set of rules for one regime, with the text it was read from."""

    id: str
    title: dict[Literal["fr", "en"], str]
    text_base: dict[Literal["fr", "en"], str]
    version: str
    rules: tuple[Rule, ...] = ()

    def rule(self, rule_id: str) -> Rule:
        """Return the rule of that id; ``KeyError`` where the pack has none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)


def pack_ids() -> tuple[str, ...]:
    """Return the ids of the packs that this version ships."""
    return _ids_in(PACKS)


@cache
def _ids_in(packs: Path) -> tuple[str, ...]:
    return tuple(
        sorted(folder.name for folder in packs.iterdir() if (folder / "_pack.yaml").is_file())
    )


def legal_pack_ids() -> tuple[str, ...]:
    """Return the ids of the packs that can bind a contract: those with rules that bind."""
    return _legal_in(PACKS)


@cache
def _legal_in(packs: Path) -> tuple[str, ...]:
    return tuple(
        pack
        for pack in _ids_in(packs)
        if any(rule.is_hard for rule in _read_once(packs / pack).rules)
    )


def load_pack(pack_id: str) -> Pack:
    """Read a pack; raise ``BadInputError`` where it does not exist or is malformed."""
    if pack_id not in pack_ids():
        known = ", ".join(pack_ids())
        raise BadInputError(f"no rule pack is called {pack_id!r}; known packs: {known}")
    return _read_once(PACKS / pack_id)


@cache
def _read_once(folder: Path) -> Pack:
    return read_pack(folder)


def read_pack(folder: Path) -> Pack:
    """Read a pack from a folder; a fault names the file and the field."""
    head = _validated(Pack, document(folder / "_pack.yaml"), folder / "_pack.yaml")
    rules = tuple(
        _rule(file) for file in sorted(folder.glob("*.yaml")) if file.name != "_pack.yaml"
    )
    pack: Pack = replace(head, rules=rules)
    for rule in rules:
        for other in (*rule.lifted_by, *rule.only_under):
            if all(other != known.id for known in rules):
                what = f"no rule of the pack has the id {other!r}"
                raise BadInputError(what, place=Place(file=str(folder / f"{rule.id}.yaml")))
    return pack


def _rule(file: Path) -> Rule:
    rule: Rule = _validated(Rule, document(file), file)
    if rule.id != file.stem:
        what = (
            f"the rule {rule.id!r} stands in a file of another name; call the file {rule.id}.yaml"
        )
        raise BadInputError(what, place=Place(file=str(file), field="id"))
    for field, what in _rule_faults(rule):
        raise BadInputError(what, place=Place(file=str(file), field=field))
    return rule


def _rule_faults(rule: Rule) -> Iterator[tuple[str, str]]:
    for language in ("fr", "en"):
        if not rule.title.get(language):
            yield "title", f"the title is missing in {language!r}"
    has_forms = any(version.forms for version in rule.versions)
    if has_forms == (rule.not_judged is not None) and rule.status != "definition":
        yield "not_judged", "a rule has either forms or a code under not_judged"
    for index, version in enumerate(rule.versions):
        start, end = version.valid_from, version.valid_to
        if start is not None and end is not None and end < start:
            yield f"versions.{index}.valid_to", "the version ends before it starts"
        for group in ("forms", "forms_with_decision"):
            for at, form in enumerate(getattr(version, group)):
                for what in form_faults(form):
                    yield f"versions.{index}.{group}.{at}", what


def _validated(kind: type[Any], content: dict[str, Any], file: Path) -> Any:
    try:
        return TypeAdapter(kind).validate_python(content)
    except ValidationError as error:
        fault = first_fault(error, kind)
        field = ".".join(str(step) for step in fault.path if "[" not in str(step))
        place = Place(file=str(file), field=field or None)
        raise BadInputError(fault.what, place=place) from error
