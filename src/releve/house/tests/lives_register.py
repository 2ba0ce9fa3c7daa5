"""What a person leaves in the register of tools: declared, signed, given, waived."""

from __future__ import annotations

from datetime import UTC, date, datetime

from releve.people.models import Account
from releve.stewardship.models import Declaration, Evidence, Exemption, Intake, Tool

THEN = datetime(2026, 2, 1, 12, tzinfo=UTC)


def registering(account: Account) -> None:
    """Save a tool that was retired, with what she signed for it, and what she declared."""
    home = account.hospital_id or 0  # of the hospital that `lives` gave her
    tool = Tool.objects.create(
        hospital_id=home,
        key="retraite",
        name_fr="Outil retiré",
        kind="other",
        origin="third_party",
        version="1.0",
        state="retired",
        declared_on=date(2025, 1, 1),
        retired_on=date(2026, 3, 1),
    )
    of_tool = {"hospital_id": home, "tool": tool}
    Intake.objects.create(
        **of_tool,
        version="1.0",
        answers={},
        reasoning={"reasons": [], "duties": []},
        risk_class="minimal",
        signed_at=THEN,
        signed_by=account,
    )
    Evidence.objects.create(
        **of_tool,
        control="ROL-04",
        kind="text",
        title="Exercice",
        text="Il a eu lieu.",
        sha256="0" * 64,
        given_at=THEN,
        given_by=account,
    )
    Exemption.objects.create(
        **of_tool,
        control="ROL-02",
        kind="not_applicable",
        reason="Sans objet.",
        signed_at=THEN,
        signed_by=account,
        signer="Une personne",
    )
    Declaration.objects.create(
        hospital_id=home,
        name="Tableur",
        purpose="Compter",
        declared_by=account,
        declared_at=THEN,
        answer="Merci.",
        answered_at=THEN,
        answered_by=account,
        tool=tool,
    )
