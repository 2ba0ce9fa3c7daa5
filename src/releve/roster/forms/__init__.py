"""What the pages of the room send: searches, edits, cycles, wishes, exchanges."""

from releve.roster.forms.base import (
    DURATIONS,
    ChoiceForm,
    CycleDayForm,
    CycleLeaveForm,
    CyclePlaceForm,
    EditForm,
    NewCycleForm,
    PreferenceForm,
    PublishForm,
    SearchForm,
    SeenForm,
    WishForm,
    WishPeriodForm,
)
from releve.roster.forms.exchanges import OffersForm, OpeningForm, RuleForm, SwapForm

__all__ = [
    "DURATIONS",
    "ChoiceForm",
    "CycleDayForm",
    "CycleLeaveForm",
    "CyclePlaceForm",
    "EditForm",
    "NewCycleForm",
    "OffersForm",
    "OpeningForm",
    "PreferenceForm",
    "PublishForm",
    "RuleForm",
    "SearchForm",
    "SeenForm",
    "SwapForm",
    "WishForm",
    "WishPeriodForm",
]
