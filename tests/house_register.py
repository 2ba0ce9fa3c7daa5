"""The register in the walked tests: a call of every action, and what its routes and verbs take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from house_calls import TODAY, Before, Calls
from house_world import At, Example, World
from releve.kit.actors import HOUSE, Actor
from releve.people.actions import give_function
from releve.people.models import Account, Level
from releve.roster.card import CARD
from releve.roster.gate import TOOL
from releve.stewardship import actions
from releve.stewardship.actions.declaring import Declared
from releve.stewardship.actions.evidence import Given
from releve.stewardship.actions.exemptions import Exempted
from releve.stewardship.engine.tests.test_intake import said
from releve.stewardship.entries import ToolEntry
from releve.stewardship.models import Declaration, Evidence, Exemption, Supplier, Tool
from releve.stewardship.queries.register import tool_at

KEY = "letters"
CONTROL = "ROL-04"
NOTE = Given(title="Note", text="Lune", file_name="")
FILE = Given(title="Note", file_name="note.txt", content=b"Lune")


def entry(**changes: str) -> ToolEntry:
    """Return the entry of a tool that is not in the register yet."""
    told = {"key": KEY, "name_fr": "Courriers", "kind": "generative", "version": "1.0"}
    return ToolEntry(**{**told, **changes})  # type: ignore[arg-type]  # texts alone


def a_tool(world: World) -> Tool:
    """Return a third party's tool, registered where it is not there yet."""
    known = tool_at(world.hospital, KEY)
    return known or actions.register_tool(world.hospital, entry(), actor=HOUSE)


def some_evidence(world: World) -> Evidence:
    """Return a file that was given as evidence."""
    known = Evidence.objects.for_hospital(world.hospital).filter(tool__key=KEY).first()
    return known or actions.give_evidence(a_tool(world), CONTROL, FILE, actor=HOUSE)


def an_exemption(world: World) -> Exemption:
    """Return a control that was said not to apply."""
    known = Exemption.objects.for_hospital(world.hospital).filter(tool__key=KEY).first()
    why = Exempted(reason="Lune", signer="Lune")
    return known or actions.say_not_applicable(a_tool(world), CONTROL, why, actor=HOUSE)


def a_supplier(world: World) -> Supplier:
    """Return a supplier."""
    known = Supplier.objects.for_hospital(world.hospital).first()
    return known or actions.add_supplier(world.hospital, name="Lune", actor=HOUSE)


def a_declaration(world: World) -> Declaration:
    """Return what somebody declared."""
    known = Declaration.objects.for_hospital(world.hospital).filter(answer="").first()
    told = Declared(name="Tableur", purpose="Compter")
    return known or actions.declare_tool(world.hospital, told, actor=HOUSE)


def home(world: World, actor: Actor) -> Level:
    """Return the hospital of whoever acts; above hospitals, that of the world."""
    return Level.objects.get(pk=actor.hospital) if actor.hospital else world.hospital


def answered(world: World) -> None:
    """Let a declaration be answered long ago, and a tool be retired."""
    actions.answer_declaration(a_declaration(world), "Merci", actor=HOUSE)
    some_evidence(world)
    rows = Tool.objects.for_hospital(world.hospital).filter(key=KEY)
    rows.update(state="retired", step=0, state_before="", retired_on=TODAY - timedelta(days=9))
    Declaration.objects.for_hospital(world.hospital).update(
        declared_at=timezone.now() - timedelta(days=3000)
    )


def waived(world: World, actor: Actor) -> Exemption:
    """Sign a waiver of a control of the tool."""
    until = timezone.localdate() + timedelta(days=30)
    why = Exempted(reason="Lune", signer="Lune", until_on=until)
    return actions.waive_control(a_tool(world), CONTROL, why, actor=actor)


def place_withdrawn(world: World, actor: Actor) -> bool:
    """Take a planned tool out of the ward again."""
    actions.place_tool(a_tool(world), world.unit, step=1, actor=HOUSE)
    return actions.withdraw_place(a_tool(world), world.unit, actor=actor)


CALLS: Calls = {
    "register_tool": (
        "hospital",
        lambda world, actor: actions.register_tool(world.hospital, entry(), actor=actor),
    ),
    "change_tool": (
        "hospital",
        lambda world, actor: actions.change_tool(
            a_tool(world), entry(name_fr="Lettres"), row_version=1, actor=actor
        ),
    ),
    "register_own": (
        "hospital",
        lambda world, actor: actions.register_own(world.hospital, [CARD], actor=actor),
    ),
    "place_tool": (
        "hospital",
        lambda world, actor: actions.place_tool(a_tool(world), world.unit, step=1, actor=actor),
    ),
    "withdraw_place": ("hospital", place_withdrawn),
    "sign_intake": (
        "hospital",
        lambda world, actor: actions.sign_intake(a_tool(world), said(), actor=actor),
    ),
    "give_evidence": (
        "hospital",
        lambda world, actor: actions.give_evidence(a_tool(world), CONTROL, NOTE, actor=actor),
    ),
    "withdraw_evidence": (
        "hospital",
        lambda world, actor: actions.withdraw_evidence(some_evidence(world), actor=actor),
    ),
    "say_not_applicable": (
        "hospital",
        lambda world, actor: actions.say_not_applicable(
            a_tool(world), CONTROL, Exempted(reason="Lune", signer="Lune"), actor=actor
        ),
    ),
    "waive_control": ("hospital", waived),
    "withdraw_exemption": (
        "hospital",
        lambda world, actor: actions.withdraw_exemption(an_exemption(world), actor=actor),
    ),
    "declare_tool": (
        "",
        lambda world, actor: actions.declare_tool(
            home(world, actor), Declared(name="Tableur", purpose="Compter"), actor=actor
        ),
    ),
    "answer_declaration": (
        "hospital",
        lambda world, actor: actions.answer_declaration(a_declaration(world), "Merci", actor=actor),
    ),
    "remind_of_declarations": (
        "hospital",
        lambda world, actor: actions.remind_of_declarations(
            world.hospital, actor=actor, on=timezone.localdate() + timedelta(days=16)
        ),
    ),
    "add_supplier": (
        "hospital",
        lambda world, actor: actions.add_supplier(world.hospital, name="Soleil", actor=actor),
    ),
    "name_interlocutor": (
        "hospital",
        lambda world, actor: actions.name_interlocutor(
            a_supplier(world), world.unit, name="Support", contact="01", actor=actor
        ),
    ),
    "delete_declarations": (
        "hospital",
        lambda world, actor: actions.delete_declarations(world.hospital, before=TODAY, actor=actor),
    ),
    "delete_papers": (
        "hospital",
        lambda world, actor: actions.delete_papers(world.hospital, before=TODAY, actor=actor),
    ),
    "forget_signers": (
        "hospital",
        lambda _world, actor: actions.forget_signers([_target()], actor=actor),
    ),
}
"""A call of each action, and where the object stands that it changes."""


def _target() -> Account:
    return Account.objects.get_by_natural_key("cible")


def she_signed(world: World) -> None:
    """Let an exemption bear the name of an account."""
    signed = an_exemption(world)
    signed.signed_by = _target()
    signed.save()


def somebody_keeps_it(world: World) -> None:
    """Let a person of the hospital keep its register, and a declaration wait for her."""
    give_function(
        _target(),
        actor=HOUSE,
        function="ai_referent",
        level=world.hospital,
        from_on=date(2020, 1, 1),
    )
    a_declaration(world)


BEFORE: Before = {
    "remind_of_declarations": somebody_keeps_it,
    "delete_declarations": answered,
    "delete_papers": answered,
    "forget_signers": she_signed,
}
"""What must be so before an action, for its call to change something."""

_SEEN = ("tool", "intake", "tool_controls", "control", "evidence_file", "audit_file")
_KEPT = (
    *("edit_tool", "set_place", "sign_intake", "new_evidence", "withdraw_evidence"),
    *("not_applicable", "waive", "withdraw_exemption"),
)


def _seen(world: World) -> Example:
    return Example(a_tool(world).key, "within")


def _kept(world: World) -> Example:
    return Example(a_tool(world).key, "hospital")


ARGUMENTS: dict[str, Callable[[World], Example]] = {
    **{f"tools:{name}.key": _seen for name in _SEEN},
    **{f"tools:{name}.key": _kept for name in _KEPT},
    "control": lambda _world: Example(CONTROL),
    "evidence": lambda world: Example(some_evidence(world).pk),
    "exemption": lambda world: Example(an_exemption(world).pk),
    "declaration": lambda world: Example(a_declaration(world).pk, "hospital"),
    "supplier": lambda world: Example(a_supplier(world).pk, "hospital"),
    "register:card.key": lambda _world: Example(TOOL),
    "register:file.ending": lambda _world: Example("csv"),
    "api:tool.key": lambda _world: Example(TOOL),
    "api:tool_controls.key": lambda _world: Example(TOOL),
}
"""By the route's and the argument's name."""

PLACES: dict[str, At] = {
    **dict.fromkeys(
        ("tools:register", "tools:suppliers", "tools:controls", "tools:controls_file"),
        "within home",
    ),
    **dict.fromkeys(("tools:new_tool", "tools:declarations", "tools:new_supplier"), "home"),
}
"""A register is one for the whole house: read from any unit of it, kept at the hospital."""

FORMS: dict[str, Mapping[str, str]] = {
    "tools:new_supplier": {"name": "Lune"},
    "tools:new_evidence": {"title": "Note", "text": "Lune"},
    "tools:answer_declaration": {"answer": "Merci"},
    "tools:not_applicable": {"reason": "Lune"},
}
"""What a form sends, by its route; the others answer a form that says nothing with their page."""

UNREAD: Mapping[str, str] = {
    "tools:controls_file": "how controls of tools stand; nobody is in it",
    "register:file": "what anybody may read; nobody is in it but who signs in public",
}
"""Routes that give a file and leave no reading."""

OF_HOUSE = ("--hospital", "CH-LUNE")


def _out(folder: Path, name: str) -> list[str]:
    return ["--out", str(folder / name)]


VERBS: dict[str, Callable[[Path], tuple[At, list[str]]]] = {
    "stewardship register-own": lambda _: ("hospital", [*OF_HOUSE]),
    "stewardship check": lambda _: ("within", [*OF_HOUSE]),
    "stewardship export": lambda folder: (
        "within",
        [*OF_HOUSE, "--schema", "public", *_out(folder, "register.json")],
    ),
    "stewardship audit-file": lambda folder: (
        "within",
        [*OF_HOUSE, "--tool", TOOL, *_out(folder, "audit.zip")],
    ),
}
"""Words that a verb takes, and where the object stands that they name."""
