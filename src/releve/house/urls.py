"""Routes of the house."""

from django.urls import include, path

from releve.house.api import api_document, api_page, url_patterns
from releve.house.views import (
    healthz,
    help_chapter,
    help_index,
    home,
    jobs,
    look,
    me,
    metrics,
    own_access,
    own_data,
    own_sign_in,
    readyz,
    set_language,
    sign_in,
    sign_out,
    signing,
    style,
)
from releve.house.views.trail import agree_to_request, read_request, trail_requests
from releve.roster.urls import own_patterns
from releve.roster.views import calendar

# Four names are those by which allauth finds our pages: account_login, account_inactive,
# mfa_authenticate, account_reauthenticate.
sign_in_urls = [
    path("", sign_in, name="sign_in"),
    path("", sign_in, name="account_login"),
    path("code/", signing.sign_in_code, name="mfa_authenticate"),
    path("closed/", signing.closed, name="account_inactive"),
    path("again/", own_sign_in.sign_in_again, name="sign_in_again"),
    path("again/", own_sign_in.sign_in_again, name="account_reauthenticate"),
    path("directory/", signing.to_directory, name="directory"),
    path("directory/back/", signing.from_directory, name="directory_back"),
    path("forget/", signing.forget_names, name="forget_names"),
    path("password/<uidb64>/<token>/", signing.password_by_link, name="password_by_link"),
]
own_urls = [
    path("", own_sign_in.own_sign_in, name="own_sign_in"),
    path("password/", own_sign_in.own_password, name="own_password"),
    path("everywhere/", own_sign_in.end_own_sessions, name="end_own_sessions"),
    path("second-factor/", own_sign_in.set_second_factor, name="second_factor"),
    path("second-factor/square.svg", own_sign_in.second_factor_square, name="second_factor_square"),
    path("second-factor/codes/", own_sign_in.second_factor_codes, name="second_factor_codes"),
    path("second-factor/remove/", own_sign_in.remove_second_factor, name="remove_second_factor"),
    path("computers/", own_sign_in.mark_computer, name="mark_computer"),
    path("computers/<int:pk>/unmark/", own_sign_in.unmark_computer, name="unmark_computer"),
]

urlpatterns = [
    path("", home, name="home"),
    path("langue", set_language, name="set_language"),
    path("sign-in/", include(sign_in_urls)),
    path("sign-out/", sign_out, name="sign_out"),
    path("api/v1/", api_page, name="api"),
    path("api/v1/openapi.json", api_document, name="api_document"),
    path("api/v1/", include(url_patterns())),
    path("me/access/", own_access.own_access, name="own_access"),
    path("me/access/tokens/", own_access.create_token, name="create_token"),
    path("me/access/tokens/<int:token>/revoke/", own_access.revoke_token, name="revoke_token"),
    path("me/access/calendar/", own_access.open_calendar, name="open_calendar"),
    path("me/access/calendar/close/", own_access.close_calendar, name="close_calendar"),
    path("calendar/<str:secret>.ics", calendar, name="calendar"),
    path("trail/", trail_requests, name="trail"),
    path("trail/<int:number>/", read_request, name="trail_request"),
    path("trail/<int:number>/agree/", agree_to_request, name="trail_agree"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:job>/cancel", jobs.cancel, name="job_cancel"),
    path("jobs/<int:job>/retry", jobs.retry, name="job_retry"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("sign-out/hand-over/", signing.hand_over, name="hand_over"),
    path("me/sign-in/", include(own_urls)),
    path("me/data/", own_data.own_data, name="own_data"),
    path("me/data/releve.json", own_data.own_data_json, name="own_data_json"),
    path("me/data/releve.zip", own_data.own_data_zip, name="own_data_zip"),
    path("me/notices/", include("releve.people.urls")),
    path("me/", me, name="me"),
    path("me/look/", look, name="look"),
    path("help/", help_index, name="help"),
    path("help/<slug:room>/", help_chapter, name="help_chapter"),
    path("style/", style, name="style"),
    path("planning/", include((own_patterns, "planning"))),
    path("shifts/", include("releve.shifts.urls")),
    path("wards/", include("releve.roster.urls")),
    path("time/", include("releve.ledger.urls")),
]

handler404 = "releve.house.api.not_there"
