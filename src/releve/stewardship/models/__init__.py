"""Tables of the room."""

from releve.stewardship.models.controls import Evidence, Exemption, Intake
from releve.stewardship.models.proposals import (
    BiasCheck,
    BiasMark,
    Contest,
    ContestMessage,
    Proposal,
)
from releve.stewardship.models.questions import ToolQuestion
from releve.stewardship.models.register import (
    Connection,
    Declaration,
    Interlocutor,
    Supplier,
    Tool,
    ToolPlace,
)
from releve.stewardship.models.rollout import (
    Alarm,
    BrokenGlass,
    Consultation,
    RolloutPlan,
    StepDecision,
)

__all__ = [
    "Alarm",
    "BiasCheck",
    "BiasMark",
    "BrokenGlass",
    "Connection",
    "Consultation",
    "Contest",
    "ContestMessage",
    "Declaration",
    "Evidence",
    "Exemption",
    "Intake",
    "Interlocutor",
    "Proposal",
    "RolloutPlan",
    "StepDecision",
    "Supplier",
    "Tool",
    "ToolPlace",
    "ToolQuestion",
]
