"""The audit trail: who did what to which object, so that nobody can change it unseen."""
