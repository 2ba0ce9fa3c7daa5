"""The training as the browser’s tests fill it and look at it: questions passed, a case failed."""

from __future__ import annotations

PAGES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("training:own", "agent", ("/training/",)),
    ("training:own", "toutes", ("/training/",)),
    (
        "training:module",
        "agent",
        ("/training/modules/limits/", "/training/modules/telling/", "/training/modules/checking/"),
    ),
    ("training:part", "agent", ("/training/modules/limits/quiz/",)),
    ("training:part", "agent", ("/training/modules/roster-engine/case/",)),
    # Under way: its questions, and its passages.
    ("training:part", "agent", ("/training/modules/telling/quiz/",)),
    ("training:part", "agent", ("/training/modules/measuring/case/",)),
    ("training:result", "agent", ("/training/attempts/1/", "/training/attempts/2/")),
    ("training:units", "cadre", ("/training/units/",)),
    ("training:unit", "cadre", ("/training/units/{unit}/",)),
    ("training:coverage", "cadre", ("/training/coverage/",)),
    ("training:proofs", "toutes", ("/training/units/{unit}/proofs/",)),
    ("training:requirements", "rh", ("/training/requirements/",)),
    ("training:import", "rh", ("/training/import/",)),
)
"""Route, account and addresses of every page of the room."""


def fill(username: str) -> None:
    """Let somebody pass questions, miss a case, and begin two others."""
    # Django is awake by now, and tables can be imported.
    from django.utils import timezone  # noqa: PLC0415 - see above

    from releve.people.models import Account  # noqa: PLC0415 - see above
    from releve.people.queries import actor_of  # noqa: PLC0415 - see above
    from releve.training.actions import begin_attempt, end_attempt  # noqa: PLC0415 - see above
    from releve.training.tests.builders import passed  # noqa: PLC0415 - see above

    account, at = Account.objects.get_by_natural_key(username), timezone.now()
    person, actor = account.person, actor_of(account)
    assert person is not None
    passed(person, "checking", "quiz", at=at, actor=actor)
    case = begin_attempt(person, "checking", "case", language="fr", actor=actor, at=at)
    end_attempt(case, {"marked": []}, actor=actor, at=at)
    for module, part in (("telling", "quiz"), ("measuring", "case")):
        begin_attempt(person, module, part, language="fr", actor=actor, at=at)
