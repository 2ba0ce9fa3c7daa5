"""Forms of the house: the sign-in, and a token for a program."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.forms import ValidationError
from django.utils.translation import gettext_lazy as _

from releve.kit.permissions import Permission


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


class TokenForm(forms.Form):
    """What a token is for, what it may do, and for how many days."""

    name = forms.CharField(max_length=100)
    scopes = forms.MultipleChoiceField(
        choices=[(one.value, one.value) for one in Permission], required=False
    )
    days = forms.IntegerField(min_value=1, max_value=366)
