"""The house as Django sees it: it brings the layout, the style sheet and the error pages."""

from django.apps import AppConfig

from releve.kit.actors import use_access, use_persons
from releve.kit.gates import use_sentences
from releve.kit.noting import use_trail
from releve.ledger.tools import use_register
from releve.training.tools import use_tools


class HouseConfig(AppConfig):
    """Layout, style sheet, home page; who decides what is open to whom, and what ends with it."""

    name = "releve.house"
    label = "house"

    def ready(self) -> None:
        """Let the room of people decide who may do what, and the trail note it, for every room.

        What rosters keep that opens without a session ends where the room of people ends access.
        """
        from releve.house.training_tools import (  # noqa: PLC0415 - its tables wake after this module
            registered_names,
            registered_tools,
        )
        from releve.people.actions.keys import use_ender  # noqa: PLC0415 - its tables wake after this module
        from releve.people.queries import (  # noqa: PLC0415 - the same
            PeopleAccess,
            is_same_person,
        )
        from releve.roster.actions.calendars import end_calendar  # noqa: PLC0415 - the same
        from releve.stewardship.gate_words import closed_sentences  # noqa: PLC0415 - the same
        from releve.trail.actions import note_change  # noqa: PLC0415 - the same

        use_access(PeopleAccess())
        use_persons(is_same_person)
        use_trail(note_change)
        use_tools(registered_tools)
        use_register(registered_names)
        use_sentences(closed_sentences)
        use_ender("calendar", end_calendar)
