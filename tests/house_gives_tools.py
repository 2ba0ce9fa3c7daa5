"""What each function gives of tools, training and time, in words of our own; see house_world."""

from __future__ import annotations

from collections.abc import Mapping

HEEDS = (
    "stewardship.see stewardship.stop stewardship.use stewardship.proposals training.readiness "
    "training.assign ledger.see ledger.choose"
)

OF_TOOLS: Mapping[str, str] = {
    "caregiver": "stewardship.use ledger.see",
    "ward_manager": HEEDS,
    "hr": "stewardship.see training.readiness training.assign training.manage ledger.see",
    "care_director": f"{HEEDS} stewardship.decide ledger.sign",
    "occupational_health": "ledger.see",
    "staff_representative": "stewardship.see ledger.see",
    "ai_referent": "stewardship.see stewardship.manage stewardship.stop training.readiness "
    "training.manage ledger.see",
    "administrator": "",
}
