"""Every page of the house as a browser opens it, and what is no page, with the reason.

``test_every_route_is_seen`` holds this list against all URL patterns: a new page is not
forgotten by the tests of access.
"""

from __future__ import annotations

from dataclasses import dataclass

from browser import ledger, proposals, register_pages, training
from releve.house.help import CHAPTERS

ANYONE = ""


@dataclass(frozen=True)
class Page:
    """A route, the account that opens it, and addresses that show it; ``{month}`` is a version's.

    ``status``: what the server answers. ``part``: a selector, where the rest of the page was looked
    at by another line.
    """

    route: str
    account: str
    addresses: tuple[str, ...]
    status: int = 200
    part: str = ""


PAGES = (
    Page("home", ANYONE, ("/",)),
    Page("home", "agent", ("/",)),
    Page("home", "toutes", ("/",)),
    Page("sign_in", ANYONE, ("/sign-in/", "/sign-in/?next=/planning/")),
    Page("password_by_link", ANYONE, ("/sign-in/password/MQ/no-link/",)),
    Page("sign_in_again", "agent", ("/sign-in/again/",)),
    Page("own_sign_in", "agent", ("/me/sign-in/",)),
    Page("own_sign_in", "cadre", ("/me/sign-in/",)),
    Page("own_access", "agent", ("/me/access/",)),
    Page("own_access", "toutes", ("/me/access/",)),
    Page("api", "agent", ("/api/v1/",)),
    Page("own_data", "agent", ("/me/data/",)),
    Page("own_password", "agent", ("/me/sign-in/password/",)),
    Page("home", "admin", ("/",)),
    Page("jobs", "admin", ("/jobs/",)),
    Page("trail", "admin", ("/trail/",)),
    Page("trail", "adjoint", ("/trail/",)),
    Page("trail_request", "admin", ("/trail/1/",)),
    Page("trail_request", "admin", ("/trail/2/",), status=409),
    Page("me", "agent", ("/me/",)),
    Page("notices:list", "agent", ("/me/notices/", "/me/notices/?before=1")),
    Page("notices:list", "toutes", ("/me/notices/",)),
    Page("notices:mail", "agent", ("/me/notices/mail/",)),
    Page("help", ANYONE, ("/help/",)),
    Page("help_chapter", ANYONE, tuple(f"/help/{chapter.room}/" for chapter in CHAPTERS)),
    Page("style", ANYONE, ("/style/",)),
    Page("planning:now", "agent", ("/planning/",)),
    Page("planning:now", "toutes", ("/planning/",)),
    Page("planning:month", "agent", ("/planning/{starts_on}/",)),
    Page("planning:wishes", "agent", ("/planning/wishes/",)),
    Page("planning:wish_period", "agent", ("/planning/wishes/{wished}/",)),
    Page("roster:wishes", "cadre", ("/wards/{unit}/wishes/",)),
    Page("roster:team_wishes", "cadre", ("/wards/{unit}/wishes/{wished}/",)),
    Page("planning:exchanges", "agent", ("/planning/exchanges/",)),
    Page("planning:exchanges", "toutes", ("/planning/exchanges/",)),
    # The month of the browser's house is over: nothing of it changes hands any more.
    Page("planning:exchange", "agent", ("/planning/exchanges/2026-03-09/M/",), status=404),
    Page("roster:team_exchanges", "cadre", ("/wards/{unit}/exchanges/",)),
    Page("roster:wards", "cadre", ("/wards/?all",)),
    Page("roster:ward", "cadre", ("/wards/{unit}/",)),
    Page("roster:period", "cadre", ("/wards/{unit}/{empty}/",)),
    Page(
        "roster:month",
        "cadre",
        (
            "{month}",
            "{month}?show=day",
            "{month}?show=person",
        ),
    ),
    Page("roster:month", "cadre", ("{month}{cell}",), part="#why"),
    Page("roster:compare", "cadre", ("{month}compare/1/",)),
    Page("roster:worked_law", "cadre", ("/wards/{unit}/worked/",)),
    Page("roster:publication", "cadre", ("{month}publication/",)),
    Page("roster:sharing", "cadre", ("{month}sharing/",)),
    Page("roster:search", "cadre", ("{search}",)),
    Page("shifts:own", "agent", ("/shifts/", "/shifts/?last=12")),
    Page("shifts:own", "toutes", ("/shifts/",)),
    Page("shifts:own_worked", "agent", ("/shifts/worked/",)),
    Page("shifts:own_worked", "toutes", ("/shifts/worked/",)),
    Page("shifts:own_counters", "agent", ("/shifts/counters/",)),
    Page("shifts:worked_units", "cadre", ("/shifts/worked/units/",)),
    Page("shifts:unit_worked", "cadre", ("/shifts/units/{unit}/worked/",)),
    Page("shifts:unit_month", "cadre", ("/shifts/units/{unit}/worked/month/",)),
    Page("shifts:unit_counters", "cadre", ("/shifts/units/{unit}/counters/",)),
    Page("shifts:units", "cadre", ("/shifts/units/",)),
    Page("shifts:unit", "cadre", ("/shifts/units/{unit}/",)),
    Page("roster:cycle", "cadre", ("/wards/{unit}/cycle/", "/wards/{unit}/cycle/?line=1&at=0")),
    Page("roster:gap", "cadre", ("{month}cycle/",)),
    *(Page(*one) for one in training.PAGES),
    *(Page(*one) for one in ledger.PAGES),
    Page("tools:rollouts", "cadre", ("/tools/rollouts/",)),
    Page("tools:rollout", "cadre", ("{rollout}",)),
    Page("tools:gate", "cadre", ("/tools/gates/{unit}/roster-engine/",)),
    Page("tools:stop", "cadre", ("/tools/gates/{unit}/roster-engine/stop/",)),
    Page("tools:alarm", "agent", ("/tools/gates/{unit}/roster-engine/alarm/",)),
    *(Page(*seen) for seen in register_pages.SEEN),
    *(Page(*seen) for seen in proposals.PAGES),
    Page("fault", "agent", ("/nowhere/",), status=404),
)
"""``fault`` is no route: it is what every address that does not exist answers."""

OF_REFERENT = {
    **register_pages.OF_REFERENT,
    **proposals.OF_REFERENT,
    "tools:plan": "{rollout}plan/",
}
"""Routes and addresses that an AI referent alone opens."""

STEPS = {
    "mfa_authenticate": "the code, between the password and the pages",
    "second_factor": "the setting up",
    "second_factor_codes": "what it leaves in one's hand",
    **dict.fromkeys(OF_REFERENT, "of the AI referent, whose account asks for a second factor"),
}
"""Pages that open only on the way; ``test_sign_in_steps`` walks it."""

NO_PAGE = {
    "account_login": "another name of the sign-in",
    "account_reauthenticate": "another name of the question who she is",
    "account_inactive": "leads to the sign-in",
    "directory": "leads to the hospital's directory, and is not there without one",
    "directory_back": "the directory sends the browser to it",
    "forget_names": "a form is sent to it; it leads back to the sign-in",
    "hand_over": "a form is sent to it; it leads to the sign-in",
    "end_own_sessions": "a form is sent to it; it leads to the sign-in",
    "second_factor_square": "a picture",
    "remove_second_factor": "a form is sent to it; it leads back to one's own sign-in",
    "mark_computer": "a form is sent to it; it leads back to one's own sign-in",
    "unmark_computer": "a form is sent to it; it leads back to one's own sign-in",
    "trail_agree": "a form is sent to it; it leads to what was asked for",
    "job_cancel": "a form is sent to it; it leads back to the list",
    "job_retry": "a form is sent to it; it leads back to the list",
    "create_token": "a form is sent to it; it leads back to one's own access",
    "revoke_token": "a form is sent to it; it leads back to one's own access",
    "open_calendar": "a form is sent to it; it leads back to one's own access",
    "close_calendar": "a form is sent to it; it leads back to one's own access",
    "own_data_json": "a file",
    "own_data_zip": "a file",
    "set_language": "a form is sent to it; it leads back to the page",
    "sign_out": "a form is sent to it; it leads home",
    "look": "a form is sent to it; it leads back to /me/",
    "notices:read_all": "a form is sent to it; it leads back to one's own news",
    "notices:read": "a form is sent to it; it leads to what the notice is about",
    "notices:save_mail": "a form is sent to it; it leads back to the choice",
    "notices:confirm_mail": "a form is sent to it; it leads back to the choice",
    "notices:stop_mail": "a form is sent to it; it leads back to the choice",
    "roster:protect": "a form is sent to it; it leads to the month",
    "roster:start": "a form is sent to it; it leads to the search",
    "roster:stop": "a form is sent to it; it leads to the search",
    "roster:begin": "a form is sent to it; it leads to the month",
    "roster:new_cycle": "a form is sent to it; it leads back to the cycle",
    "roster:change_day": "a form is sent to it; it leads back to the cycle",
    "roster:take_place": "a form is sent to it; it leads back to the cycle",
    "roster:leave_place": "a form is sent to it; it leads back to the cycle",
    "roster:retire_cycle": "a form is sent to it; it leads back to the cycle",
    "planning:state_wish": "a form is sent to it; it leads back to one's own wishes",
    "planning:withdraw_wish": "a form is sent to it; it leads back to one's own wishes",
    "planning:state_preference": "a form is sent to it; it leads back to one's own wishes",
    "planning:withdraw_preference": "a form is sent to it; it leads back to one's own wishes",
    "roster:edit": "a form is sent to it; it leads back to the month",
    "roster:undo": "a form is sent to it; it leads back to the month",
    "roster:redo": "a form is sent to it; it leads back to the month",
    "roster:open_wishes": "a form is sent to it; it leads back to the team's wishes",
    "roster:close_wishes": "a form is sent to it; it leads back to the team's wishes",
    "roster:carry_wishes": "a form is sent to it; it leads back to the team's wishes",
    "roster:export_wishes": "a file",
    "roster:choose": "a form is sent to it; it leads to the month",
    "roster:export": "a file",
    "roster:sheet": "a file to print",
    "roster:figure": "a picture",
    "shifts:own_file": "a file",
    "shifts:own_declare": "a form is sent to it; it leads back to what one worked",
    "shifts:own_extra": "a form is sent to it; it leads back to what one worked",
    "shifts:own_withdraw": "a form is sent to it; it leads back to what one worked",
    "shifts:own_counters_file": "a file",
    "shifts:unit_declare": "a form is sent to it; it leads back to the day of the unit",
    "shifts:unit_extra": "a form is sent to it; it leads back to the day of the unit",
    "shifts:unit_withdraw": "a form is sent to it; it leads back to the day of the unit",
    "shifts:unit_validate": "a form is sent to it; it leads back to the day of the unit",
    "shifts:unit_close": "a form is sent to it; it leads back to the month of the unit",
    "shifts:unit_import": "a form is sent to it; it leads back to the month of the unit",
    "shifts:unit_pay": "a file",
    "shifts:unit_counters_file": "a file",
    "roster:judge": "a form is sent to it; it leads back to what was worked",
    "roster:publish": "a form is sent to it; it leads to the month",
    "roster:propose": "a form is sent to it; it leads to the month",
    "roster:take_back": "a form is sent to it; it leads to the month",
    "roster:revise": "a form is sent to it; it leads to the new draft",
    "roster:changes": "a file",
    "shifts:acknowledge": "a form is sent to it; it leads back to one's own rhythm",
    "shifts:unit_file": "a file",
    "shifts:unit_figure": "a picture",
    "training:begin": "a form is sent to it; it leads to the questions or the case",
    "training:answer": "a form is sent to it; it leads to the result",
    "training:drop": "a form is sent to it; it leads back to the module",
    "training:attestation": "a file to print",
    "training:coverage_file": "a file",
    "training:ask": "a form is sent to it; it leads back to the unit",
    "training:undo": "a form is sent to it; it leads back to the unit",
    "training:withdraw": "a form is sent to it; it leads back to the certificates",
    "training:drop_requirement": "a form is sent to it; it leads back to the requirements",
    "planning:ask_swap": "a form is sent to it; it leads back to one's own exchanges",
    "planning:agree_swap": "a form is sent to it; it leads back to one's own exchanges",
    "planning:refuse_swap": "a form is sent to it; it leads back to one's own exchanges",
    "planning:withdraw_swap": "a form is sent to it; it leads back to one's own exchanges",
    "planning:volunteer": "a form is sent to it; it leads back to one's own exchanges",
    "planning:stand_down": "a form is sent to it; it leads back to one's own exchanges",
    "planning:set_offers": "a form is sent to it; it leads back to one's own exchanges",
    "roster:accept_swap": "a form is sent to it; it leads back to the team's exchanges",
    "roster:decline_swap": "a form is sent to it; it leads back to the team's exchanges",
    "roster:set_swap_rule": "a form is sent to it; it leads back to the team's exchanges",
    "roster:open_shift": "a form is sent to it; it leads back to the team's exchanges",
    "roster:allot_shift": "a form is sent to it; it leads back to the team's exchanges",
    "roster:close_opening": "a form is sent to it; it leads back to the team's exchanges",
    **register_pages.NO_PAGE,
    "roster:guide": "leads to the help",
    **ledger.NO_PAGE,
    **proposals.NO_PAGE,
}

NO_PAGE |= {
    "tools:examine": "a form is sent to it; it leads back to the roll-out",
    "tools:open_step": "a form is sent to it; it leads back to the roll-out",
    "tools:consult": "a form is sent to it; it leads back to the roll-out",
    "tools:lock_plan": "a form is sent to it; it leads back to the roll-out",
    "tools:save_plan": "a form is sent to it; it leads back to the plan",
    "tools:answer_alarm": "a form is sent to it; it leads back to the roll-out",
    "tools:resume": "a form is sent to it; it leads back to the gate",
    "tools:resume_everywhere": "a form is sent to it; it leads back to the roll-out",
    "tools:glass": "a form is sent to it; it leads back to the gate",
    "tools:retire": "looked at by the director of care, who has no account in the browser's house",
    "tools:stop_everywhere": "the same page as the stop in a unit",
}

NO_PAGE_BELOW = {
    "api/": "answers programs",
    "calendar/": "answers calendars",
    "healthz": "answers machines",
    "readyz": "answers machines",
    "metrics": "answers machines",
}
