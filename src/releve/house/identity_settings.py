"""Settings of the sign-in: second factor, directory, lock-out, ends of sessions.

Brought into ``settings`` as a whole; kept apart so that both stay short. Variables:
RELEVE_IDLE_MINUTES, RELEVE_MFA_REQUIRED, RELEVE_CODE_TRIES, RELEVE_PASSWORD_TRIES,
RELEVE_BEHIND_PROXY and those of the directory.
"""

from __future__ import annotations

from datetime import timedelta

from releve.house import environment
from releve.house.directory_settings import TIMEOUT_SECONDS, directory
from releve.people.vocabulary import FUNCTIONS

AUTHENTICATION_BACKENDS = [
    "releve.house.lockout.LockOutBackend",
    "django.contrib.auth.backends.ModelBackend",
]

IDLE_MINUTES = environment.minutes("RELEVE_IDLE_MINUTES", default=30)
MFA_REQUIRED = environment.some_of(
    "RELEVE_MFA_REQUIRED", known=FUNCTIONS, default="administrator hr"
)
BEHIND_PROXY = environment.flag("RELEVE_BEHIND_PROXY")
DIRECTORY = directory()

# A link to choose a password works once, for one day.
PASSWORD_RESET_TIMEOUT = 24 * 3600

# Accounts are made by administrators: no sign-up, no e-mail address, no message of its own.
ACCOUNT_ADAPTER = "releve.house.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_RATE_LIMITS = False  # axes counts, in the database, for all processes together
ACCOUNT_EMAIL_NOTIFICATIONS = False

MFA_ADAPTER = "releve.house.adapters.SecondFactorAdapter"
MFA_FORMS = {"authenticate": "releve.house.forms.SecondFactorForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # one step of thirty seconds: clocks of telephones differ
MFA_TOTP_ISSUER = "Relève"

SOCIALACCOUNT_ADAPTER = "releve.house.adapters.DirectoryAccountAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = TIMEOUT_SECONDS
SOCIALACCOUNT_STORE_TOKENS = False

# Whatever the address: tries at a code before the account waits a quarter of an hour, and wrong
# passwords before strangers' browsers are slowed down (see ``tries``).
CODE_TRIES = environment.count("RELEVE_CODE_TRIES", default=5)
PASSWORD_TRIES = environment.count("RELEVE_PASSWORD_TRIES", default=100)

# Five wrong answers for one account from one address close it there for a quarter of an hour:
# a stranger elsewhere locks nobody out, and one ward's address does not lock a whole hospital.
AXES_HANDLER = "releve.house.lockout.Counts"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "releve.house.lockout.name_of"
AXES_CLIENT_IP_CALLABLE = "releve.house.lockout.counted_from"
AXES_CLIENT_STR_CALLABLE = "releve.house.lockout.nobody_in_particular"
AXES_LOCKOUT_CALLABLE = "releve.house.lockout.locked_page"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "password", "code"]
AXES_DISABLE_ACCESS_LOG = True  # when somebody signed in is not kept
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
