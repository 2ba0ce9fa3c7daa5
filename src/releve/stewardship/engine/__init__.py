"""The room's pure reckoning: the gate's six guards, the states of a tool, a plan's seal."""
