"""The rights of the people in Relève: what is held on them, for how long, and who is told."""
