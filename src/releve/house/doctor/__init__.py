"""`releve doctor`: what is missing or unsafe, on one screen, and what to do about it.

Each check is a small function that looks at one thing; rooms bring their own through
``house/contributions``.
"""

from releve.house.doctor.examination import examine, report, show
from releve.house.doctor.machine import MACHINE_CHECKS
from releve.house.doctor.modules import MODULES_CHECKS
from releve.house.doctor.rooms import ROOMS_CHECKS
from releve.house.doctor.settings import SETTINGS_CHECKS
from releve.house.doctor.tables import TABLES_CHECKS

HOUSE_CHECKS = (*SETTINGS_CHECKS, *TABLES_CHECKS, *MACHINE_CHECKS)

__all__ = ["HOUSE_CHECKS", "MODULES_CHECKS", "ROOMS_CHECKS", "examine", "report", "show"]
