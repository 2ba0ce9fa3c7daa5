"""What people are told of training: what they are asked, and what runs out."""

from __future__ import annotations

from releve.kit.words import translator
from releve.people.notice_kinds import Facts, NoticeKind, day_text, declare

_ = translator("releve.training")


def _asked(facts: Facts) -> str:
    count = int(facts["count"])
    told = _.plural(
        "{unit}: you are asked to follow one training module, on your working time.",
        "{unit}: you are asked to follow {count} training modules, on your working time.",
        count,
    )
    return told.format(unit=facts["unit"], count=count)


def _ending(facts: Facts) -> str:
    count = int(facts["count"])
    told = _.plural(
        "One of your training certificates ends on {day}; it can be renewed from now on.",
        "{count} of your training certificates end soon, the first on {day}; they can be renewed "
        "from now on.",
        count,
    )
    return told.format(count=count, day=day_text(facts, "day"))


declare(
    NoticeKind("training.asked", {"unit": "Urgences", "count": 2}, _asked),
    NoticeKind("training.ending", {"count": 1, "day": "2027-03-14"}, _ending),
)
