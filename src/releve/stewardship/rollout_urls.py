"""Addresses of roll-outs and gates."""

from __future__ import annotations

from django.urls import URLPattern, path

from releve.stewardship.views import gates, plans, rollout

_TOOL = "rollouts/<int:hospital>/<slug:key>/"
_GATE = "gates/<int:unit>/<slug:key>/"

patterns: list[URLPattern] = [
    path("rollouts/", rollout.rollouts, name="rollouts"),
    path(_TOOL, rollout.rollout, name="rollout"),
    path(f"{_TOOL}examine/", rollout.examine, name="examine"),
    path(f"{_TOOL}open/", rollout.open_step, name="open_step"),
    path(f"{_TOOL}consult/", rollout.consult, name="consult"),
    path(f"{_TOOL}plan/", plans.plan, name="plan"),
    path(f"{_TOOL}plan/save/", plans.save, name="save_plan"),
    path(f"{_TOOL}plan/<int:number>/lock/", plans.lock, name="lock_plan"),
    path(f"{_TOOL}stop/", gates.stop_everywhere, name="stop_everywhere"),
    path(f"{_TOOL}resume/", gates.resume_everywhere, name="resume_everywhere"),
    path(f"{_TOOL}retire/", rollout.retire, name="retire"),
    path(f"{_TOOL}alarms/<int:alarm>/", gates.answer_alarm, name="answer_alarm"),
    path(_GATE, gates.gate, name="gate"),
    path(f"{_GATE}stop/", gates.stop, name="stop"),
    path(f"{_GATE}resume/", gates.resume, name="resume"),
    path(f"{_GATE}alarm/", gates.alarm, name="alarm"),
    path(f"{_GATE}glass/", gates.glass, name="glass"),
]
