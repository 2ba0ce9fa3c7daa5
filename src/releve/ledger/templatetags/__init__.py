"""The ledger in words, for the templates."""
