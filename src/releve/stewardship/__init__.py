"""The door every digital tool goes through: register, controls, roll-out, gate and proposals."""
