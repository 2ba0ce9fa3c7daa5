"""What makes a recorded decision count for nothing, said before it is believed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from releve.kit.tables import closest
from releve.kit.words import translator
from releve.roster.engine.rules import Decision, load_pack, pack_ids

_ = translator("releve.roster")


def decision_faults(decisions: Sequence[Decision]) -> Iterator[tuple[int, str, str]]:
    """Yield the place, the field and the fault of each decision that cannot be meant."""
    known = {rule.id for pack in pack_ids() for rule in load_pack(pack).rules}
    for place, decision in enumerate(decisions):
        if decision.rule not in known:
            message = _("no rule has the id {rule!r}{hint}").format(
                rule=decision.rule[:40], hint=closest(decision.rule, known)
            )
            yield place, "rule", message
        if not decision.signer.strip():
            message = _("a decision without a signer lifts nothing; write who signed it")
            yield place, "signer", message
        if decision.to_on < decision.from_on:
            yield place, "to", _("the decision ends before it starts; correct one of the dates")
