"""Who may use what: modules, attempts, proofs and readiness, tool by tool."""
