"""The fixed words of the room: codes that stand in tables and in files, never labels."""

from __future__ import annotations

ORIGINS = ("own", "third_party")

TOOL_KINDS = (
    "rules",
    "optimisation",
    "learning",
    "generative",
    "telemedicine",
    "robot",
    "spreadsheet",
    "other",
)

STATES = ("declared", "examined", "pilot", "step", "general", "retired", "suspended")
"""``step`` goes with a number from 1; ``suspended`` remembers the state before it."""

OPEN_STATES = ("pilot", "step", "general")

DEPLOYER_ROLES = ("deployer", "provider", "both")

RISK_CLASSES = ("not_ai", "minimal", "transparency", "high", "high_product", "prohibited")
"""What the intake finds; ``high_product``: a medical device that a notified body examines."""

BLOCKS_AT = ("intake", "pilot", "step", "general", "retire")
"""The step that a control without evidence holds back."""

EVIDENCE_KINDS = ("file", "link", "text", "auto")

EXEMPTION_KINDS = ("not_applicable", "waived")

GUARDS = ("controls", "consultation", "coverage", "alarms", "decision", "training")
"""The six guards of the gate, in the order in which they are told."""

MOVES = ("examine", "pilot", "step", "generalise", "suspend", "resume", "retire")

CONSULTED = ("team", "cse", "f3sct", "cme", "csirmt", "cdu")
"""Who is consulted: the team itself, and the bodies of a French hospital."""

OPINIONS = ("favourable", "unfavourable", "mixed", "noted")

ALARMS = ("sentinel", "harm", "burden", "futility", "people")

PROPOSAL_STATES = (
    "proposed",
    "accepted",
    "edited",
    "rejected",
    "expired",
)
DECIDED_STATES = ("accepted", "edited", "rejected")
"""A proposal may be contested in any state; its threads say so, not its state."""

CONTEST_STATES = ("open", "answered", "closed")

CONNECTION_KINDS = ("openai_compatible",)

QUESTION_STATES = ("waiting", "answered", "failed")
"""What somebody asks a tool of a third party is kept until it is answered, whatever goes wrong."""

FAULTS = (
    "down",
    "slow",
    "certificate",
    "key",
    "address",
    "busy",
    "error",
    "garbage",
    "huge",
    "closed",
    "changed",
    "host",
    "no_key",
    "lost",
)
"""Why a question has no answer; ``closed``: the gate shut meanwhile, ``changed``: the tool is
reached otherwise by now, ``lost``: its job ended."""

ANSWER_DAYS = 15
"""Days within which whoever declared a tool is answered."""

RESERVED_KEYS = frozenset(
    {
        "alarms",
        "ask",
        "bias",
        "checks",
        "connections",
        "contests",
        "controls",
        "declare",
        "declarations",
        "mine",
        "new",
        "proposals",
        "rollouts",
        "suppliers",
    }
)
"""Words that stand in addresses where keys of tools do: no tool is called so."""
