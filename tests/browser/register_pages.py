"""Pages of the register as a browser opens them, and what is no page."""

from __future__ import annotations

SEEN: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("register:public", "", ("/register/",)),
    ("register:card", "", ("/register/roster-engine/",)),
    ("tools:register", "cadre", ("/tools/", "/tools/?state=retired")),
    ("tools:tool", "cadre", ("/tools/roster-engine/",)),
    ("tools:intake", "cadre", ("/tools/roster-engine/intake/?q1=no",)),
    ("tools:controls", "cadre", ("/tools/controls/",)),
    ("tools:tool_controls", "cadre", ("/tools/roster-engine/controls/",)),
    ("tools:control", "cadre", ("/tools/roster-engine/controls/ROL-04/",)),
    ("tools:suppliers", "cadre", ("/tools/suppliers/",)),
    ("tools:declare", "agent", ("/tools/declare/",)),
    ("tools:own_declarations", "agent", ("/tools/declare/mine/?thanks=2",)),
)
"""A route, the account that opens it, and its addresses."""

OF_REFERENT = {
    "tools:new_tool": "/tools/new/",
    "tools:edit_tool": "/tools/roster-engine/edit/",
    "tools:declarations": "/tools/declarations/",
}
"""Pages that an AI referent alone opens, behind her second factor."""

_FORM = "a form is sent to it; it leads back to the page of the tool"

NO_PAGE = {
    "register:file": "a file",
    "tools:controls_file": "a file",
    "tools:evidence_file": "a file",
    "tools:audit_file": "a file",
    "tools:answer_declaration": "a form is sent to it; it leads back to the declarations",
    "tools:new_supplier": "a form is sent to it; it leads back to the suppliers",
    "tools:interlocutor": "a form is sent to it; it leads back to the suppliers",
    **dict.fromkeys(
        (
            *("tools:set_place", "tools:sign_intake", "tools:new_evidence", "tools:waive"),
            *("tools:withdraw_evidence", "tools:not_applicable", "tools:withdraw_exemption"),
        ),
        _FORM,
    ),
}
