"""What each permission opens, in words, for whoever gives one to a program."""

from __future__ import annotations

from releve.kit.permissions import Permission
from releve.kit.words import translator

_ = translator("releve.people")


def permission_text(permission: Permission | str) -> str:
    """Return what a permission opens, in the reader's language."""
    told = {
        Permission.SEE_ROSTER: _("See the rosters of the team"),
        Permission.SEE_COUNTERS: _("See everybody's counters and unavailability"),
        Permission.MANAGE_ROSTER: _("Solve, choose and publish rosters"),
        Permission.SEE_LOAD: _("See the load signals of a unit"),
        Permission.MANAGE_WORKED: _("Declare, validate and close worked time"),
        Permission.SEE_PEOPLE: _("See who works in a unit"),
        Permission.SEE_CONTRACTS: _("See contracts, unavailability and restrictions"),
        Permission.MANAGE_PEOPLE: _("Bring in and change people"),
        Permission.MANAGE_LEVELS: _("Change levels, roles and skills"),
        Permission.MANAGE_ACCOUNTS: _("Open and close accounts, give functions"),
        Permission.MARK_COMPUTERS: _("Mark a computer that a ward shares"),
        Permission.EXPORT_PERSON: _("Hand a person what is held on her"),
        Permission.PURGE: _("Delete what retention no longer covers"),
        Permission.READ_TRAIL: _("Read the audit trail, two together"),
        Permission.SEE_JOBS: _("See background work"),
        Permission.STEER_JOBS: _("Cancel background work or try it again"),
        Permission.SEE_REGISTER: _("See the whole register of tools"),
        Permission.MANAGE_TOOLS: _("Keep the register of tools and their controls"),
        Permission.DECIDE_STEPS: _("Decide when a tool is opened, and sign exceptions"),
        Permission.STOP_TOOLS: _("Stop a tool in a unit"),
        Permission.USE_TOOLS: _("Use the tools that are open in a unit"),
        Permission.DECIDE_PROPOSALS: _("Decide on what tools propose, answer who contests"),
        Permission.SEE_READINESS: _("See who is trained for a tool"),
        Permission.ASSIGN_TRAINING: _("Ask people to follow a module"),
        Permission.MANAGE_TRAINING: _("Say what training a tool asks for"),
        Permission.SEE_LEDGER: _("See the time given back to a unit"),
        Permission.CHOOSE_SPENDING: _("Record what a team does with the time given back"),
        Permission.SIGN_SPENDING: _("Sign that time given back goes to more activity"),
        Permission.OPERATE: _("Back up, restore and examine the installation"),
    }
    return told[Permission(permission)]
