"""Addresses of the register, the intake and the controls; each restores the view it names."""

from __future__ import annotations

from django.urls import URLPattern, path

from releve.stewardship.views import controls, declaring, intake, public, register, suppliers

_TOOL = "<slug:key>/"
_CONTROL = f"{_TOOL}controls/<str:control>/"

patterns: list[URLPattern] = [
    path("", register.register, name="register"),
    path("new/", register.new_tool, name="new_tool"),
    path("declare/", declaring.declare, name="declare"),
    path("declare/mine/", declaring.own_declarations, name="own_declarations"),
    path("declarations/", declaring.declarations, name="declarations"),
    path("declarations/<int:declaration>/answer/", declaring.answer, name="answer_declaration"),
    path("suppliers/", suppliers.suppliers, name="suppliers"),
    path("suppliers/new/", suppliers.new_supplier, name="new_supplier"),
    path("suppliers/<int:supplier>/speak/", suppliers.interlocutor, name="interlocutor"),
    path("controls/", controls.grid, name="controls"),
    path("controls.csv", controls.grid_file, name="controls_file"),
]
"""Those without a tool: they stand before any address that begins with a tool's key."""

tool_patterns: list[URLPattern] = [
    path(_TOOL, register.tool, name="tool"),
    path(f"{_TOOL}edit/", register.edit_tool, name="edit_tool"),
    path(f"{_TOOL}places/", register.set_place, name="set_place"),
    path(f"{_TOOL}intake/", intake.intake, name="intake"),
    path(f"{_TOOL}intake/sign/", intake.sign, name="sign_intake"),
    path(f"{_TOOL}controls/", controls.tool_controls, name="tool_controls"),
    path(_CONTROL, controls.control, name="control"),
    path(f"{_CONTROL}evidence/", controls.new_evidence, name="new_evidence"),
    path(f"{_CONTROL}not-applicable/", controls.not_applicable, name="not_applicable"),
    path(f"{_CONTROL}waive/", controls.waive, name="waive"),
    path(
        f"{_TOOL}evidence/<int:evidence>/withdraw/",
        controls.evidence_withdrawn,
        name="withdraw_evidence",
    ),
    path(f"{_TOOL}evidence/<int:evidence>/file/", controls.evidence_file, name="evidence_file"),
    path(
        f"{_TOOL}exemptions/<int:exemption>/withdraw/",
        controls.exemption_withdrawn,
        name="withdraw_exemption",
    ),
    path(f"{_TOOL}audit-file.zip", controls.audit, name="audit_file"),
]
"""Those of one tool: they come last, so that no key hides a page."""

public_patterns: list[URLPattern] = [
    path("", public.public_register, name="public"),
    path("tools.<str:ending>", public.public_file, name="file"),
    path("<slug:key>/", public.card, name="card"),
]
"""Those that anybody may open, under ``/register/``."""
