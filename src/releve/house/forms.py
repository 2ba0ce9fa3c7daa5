"""The forms of the house: the sign-in, and how pages look."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.forms import ValidationError
from django.utils.translation import gettext_lazy as _

from releve.people.vocabulary import LANGUAGES, TEXT_SIZES, THEMES


class SignInForm(AuthenticationForm):
    """A user name and a password; one sentence refuses both alike.

    A closed account gets the same sentence: whether there is an account is nobody's business.
    """

    def get_invalid_login_error(self) -> ValidationError:
        """Return the sentence that says what to do."""
        sentence = _(
            "This user name and this password do not go together. Type both again, minding the "
            "capitals of the password. If it still fails, ask the person who manages accounts in "
            "your hospital."
        )
        return ValidationError(sentence, code="invalid_login")


def _choice(known: tuple[str, ...]) -> forms.ChoiceField:
    return forms.ChoiceField(choices=[(word, word) for word in known], required=False)


class LookForm(forms.Form):
    """How somebody wants her pages; an empty word lets her browser say."""

    language = _choice(LANGUAGES)
    theme = _choice(THEMES)
    text_size = _choice(TEXT_SIZES)
