"""Working-time rules as data: forms, dated packs, and which of them bind whom."""

from releve.roster.engine.rules.book import Decision, LocalRule, Variant, local_variants, variants
from releve.roster.engine.rules.pack import Pack, Rule, legal_pack_ids, load_pack, pack_ids

__all__ = [
    "Decision",
    "LocalRule",
    "Pack",
    "Rule",
    "Variant",
    "legal_pack_ids",
    "load_pack",
    "local_variants",
    "pack_ids",
    "variants",
]
