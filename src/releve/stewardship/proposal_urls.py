"""Addresses of proposals, contests, questions to tools, connections and checks."""

from __future__ import annotations

from django.urls import URLPattern, path

from releve.stewardship.views import asking, bias, contests, proposals

patterns: list[URLPattern] = [
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals.csv", proposals.proposals_file, name="proposals_file"),
    path("proposals/<int:proposal>/", proposals.proposal, name="proposal"),
    path("proposals/<int:proposal>/decide/", proposals.proposal_decide, name="proposal_decide"),
    path("mine/<int:proposal>/", contests.own_proposal, name="own_proposal"),
    path("mine/<int:proposal>/contest/", contests.own_contest, name="own_contest"),
    path("contests/<int:contest>/", contests.contest, name="contest"),
    path("contests/<int:contest>/reply/", contests.contest_reply, name="contest_reply"),
    path("contests/<int:contest>/answer/", contests.contest_answer, name="contest_answer"),
    path("contests/<int:contest>/close/", contests.contest_close, name="contest_close"),
    path("ask/", asking.ask, name="ask"),
    path("ask/send/", asking.ask_send, name="ask_send"),
    path("ask/<int:question>/", asking.question, name="question"),
    path("connections/", asking.connections, name="connections"),
    path("connections/<slug:key>/", asking.connection, name="connection"),
    path("connections/<slug:key>/end/", asking.connection_end, name="connection_end"),
    path("checks/", bias.checks, name="checks"),
    path("checks/<slug:key>/", bias.check, name="check"),
]
