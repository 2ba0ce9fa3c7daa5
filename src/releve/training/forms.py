"""What the pages of training send, before anything is looked up."""

from __future__ import annotations

from django import forms
from django.core import validators
from django.http import QueryDict

from releve.shifts.vocabulary import FIRST_DAY, LAST_DAY
from releve.training.engine.module import Case, Quiz
from releve.training.models import Attempt
from releve.training.vocabulary import AUDIENCES, LONGEST_REASON

MARKED = "marked"
MOST_KEYS = 2000


class AnswersForm(forms.Form):
    """What was chosen of each question of an attempt, or the passages that were marked."""

    do = forms.ChoiceField(choices=[(one, one) for one in ("save", "end")])

    @classmethod
    def of_quiz(cls, attempt: Attempt, quiz: Quiz, data: QueryDict) -> AnswersForm:
        """Return the form of an attempt at questions."""
        form = cls(data)
        for key in attempt.drawn:
            question = quiz.question(key)
            choices = [] if question is None else [(one.id, one.id) for one in question.choices]
            form.fields[key] = forms.MultipleChoiceField(choices=choices, required=False)
        return form

    @classmethod
    def of_case(cls, case: Case, data: QueryDict) -> AnswersForm:
        """Return the form of an attempt at a case."""
        form = cls(data)
        choices = [(one.id, one.id) for one in case.passages]
        form.fields[MARKED] = forms.MultipleChoiceField(choices=choices, required=False)
        return form

    def answers(self) -> dict[str, list[str]]:
        """Return what was filled in; the form is valid."""
        return {name: list(said) for name, said in self.cleaned_data.items() if name != "do"}


class AskForm(forms.Form):
    """Whom to ask for what she lacks for a tool, and by when."""

    tool = forms.CharField(max_length=40)
    audience = forms.ChoiceField(choices=[(one, one) for one in AUDIENCES])
    person = forms.TypedMultipleChoiceField(coerce=int, required=False)
    due_on = forms.DateField(
        required=False,
        validators=[
            validators.MinValueValidator(FIRST_DAY),
            validators.MaxValueValidator(LAST_DAY),
        ],
    )

    def __init__(self, *args: object, people: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # Django's own signature
        field = self.fields["person"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = [(pk, pk) for pk in people]


class UndoForm(forms.Form):
    """Which askings to take back."""

    tool = forms.CharField(max_length=40, required=False)
    audience = forms.CharField(max_length=12, required=False)
    asking = forms.RegexField(r"^[0-9]{1,18}(,[0-9]{1,18}){0,50}$")

    def keys(self) -> list[int]:
        """Return the keys of the askings; the form is valid."""
        return [int(one) for one in self.cleaned_data["asking"].split(",")]


class RequirementForm(forms.Form):
    """What a tool asks for; without a module, the curriculum of the audience."""

    tool = forms.SlugField(max_length=40)
    audience = forms.ChoiceField(choices=[(one, one) for one in AUDIENCES])
    module = forms.CharField(max_length=40, required=False)
    profession = forms.CharField(max_length=40, required=False)
    valid_months = forms.IntegerField(min_value=0, max_value=120, required=False)


class FileForm(forms.Form):
    """A file of proofs."""

    table = forms.FileField()


class ReasonForm(forms.Form):
    """Why a proof is withdrawn."""

    reason = forms.CharField(max_length=LONGEST_REASON)
