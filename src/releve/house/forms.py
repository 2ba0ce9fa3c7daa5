"""The forms of the house: the sign-in and all around it, looks, and a token for a program."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from releve.house import fresh, lockout, second_factor
from releve.house.sessions import session_event
from releve.kit.permissions import Permission
from releve.people.models import Account
from releve.people.vocabulary import LANGUAGES, TEXT_SIZES, THEMES

WRONG_CODE = _(
    "This code does not open. Take the one that your telephone shows now; a code opens once, so "
    "wait for the next one if you have just used it."
)


class SignInForm(AuthenticationForm):
    """A user name and a password; one sentence refuses both alike.

    A closed account gets the same sentence: whether there is an account is nobody's business.
    """

    def get_invalid_login_error(self) -> forms.ValidationError:
        """Return the sentence that says what to do."""
        sentence = _(
            "This user name and this password do not go together. Type both again, minding the "
            "capitals of the password. If it still fails, ask the person who manages accounts in "
            "your hospital."
        )
        return forms.ValidationError(sentence, code="invalid_login")


class SecondFactorForm(forms.Form):
    """The code asked for after the password: of the telephone, or a recovery code.

    Wrong codes count as wrong passwords do.
    """

    code = forms.CharField(max_length=20)

    def __init__(self, *args: Any, user: Account, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.account = user

    def clean_code(self) -> str:
        """Return the code; raises ValidationError where it does not open."""
        request, code = context.request, str(self.cleaned_data["code"])
        if not self.account.is_active or not lockout.may_try(request, self.account):
            raise forms.ValidationError(WRONG_CODE, code="wrong")
        if not second_factor.opens(self.account, code):
            session_event("refused", self.account, how="code")
            lockout.was_wrong(request, self.account)
            raise forms.ValidationError(WRONG_CODE, code="wrong")
        lockout.was_right(self.account)
        return code

    def save(self) -> None:
        """Note in the session that the second factor was shown."""
        fresh.record(context.request, self.account, fresh.CODE)


class AgainForm(forms.Form):
    """Asks again who she is before a sensitive act, by all that she signs in with.

    Her password, and a code where she has a second factor; the code alone where she has no
    password here.
    """

    proof = forms.CharField(max_length=128, strip=False)
    code = forms.CharField(max_length=20, required=False)

    def __init__(self, *args: Any, account: Account, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.account = account
        self.asks_code = self.asks_password and second_factor.has_factor(account)

    @property
    def asks_password(self) -> bool:
        """Whether the account has a password here; one of the directory has none."""
        return self.account.has_usable_password()

    @property
    def fault(self) -> str:
        """The one sentence that says what was wrong."""
        return next((str(faults[0]) for faults in self.errors.values()), "")

    def clean(self) -> dict[str, Any]:
        """Return what was typed; raises ValidationError where any of it is wrong.

        One sentence for both: which of them was right is nobody's business.
        """
        request, typed = context.request, super().clean() or {}
        if self.errors:
            return typed
        may_try = lockout.may_try(request, self.account)
        if not may_try or not self._opens(**typed):
            session_event("refused", self.account, how="again")
            if may_try:
                lockout.was_wrong(request, self.account)
            sentence = _("This is not right. Type it again.")
            raise forms.ValidationError(sentence, code="wrong")
        lockout.was_right(self.account)
        return typed

    def save(self) -> None:
        """Note in the session that she has shown who she is."""
        if self.asks_password:
            fresh.record(context.request, self.account, "password")
        if self.asks_code or not self.asks_password:
            fresh.record(context.request, self.account, fresh.CODE)

    def _opens(self, *, proof: str, code: str) -> bool:
        if not self.asks_password:
            return second_factor.opens(self.account, proof)
        # A code opens once, so it is looked at only after the right password.
        is_hers = self.account.check_password(proof)
        return is_hers and (not self.asks_code or second_factor.opens(self.account, code))


class OwnPasswordForm(PasswordChangeForm):
    """A new password by its owner; a wrong old one counts as at the sign-in."""

    def clean_old_password(self) -> str:
        """Return the old password; raises ValidationError where it is wrong."""
        if not lockout.may_try(context.request, self.user):
            raise forms.ValidationError(self.error_messages["password_incorrect"])
        try:
            said = super().clean_old_password()
        except forms.ValidationError:
            lockout.was_wrong(context.request, self.user)
            raise
        lockout.was_right(self.user)
        return said


class WardComputerForm(forms.Form):
    """What a shared computer is called, for those who manage the list."""

    name = forms.CharField(max_length=60)


class TokenForm(forms.Form):
    """What a token is for, what it may do, and for how many days.

    ``offers``: whether there is anything to tick; where there is, one thing at least is asked for.
    """

    name = forms.CharField(max_length=100)
    scopes = forms.MultipleChoiceField(
        choices=[(one.value, one.value) for one in Permission],
        error_messages={"required": _("Tick at least one thing that the program may do.")},
    )
    days = forms.IntegerField(min_value=1, max_value=366, initial=90)

    def __init__(self, *args: Any, offers: bool, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["scopes"].required = offers


def _choice(known: tuple[str, ...]) -> forms.ChoiceField:
    return forms.ChoiceField(choices=[(word, word) for word in known], required=False)


class LookForm(forms.Form):
    """How somebody wants her pages; an empty word lets her browser say."""

    language = _choice(LANGUAGES)
    theme = _choice(THEMES)
    text_size = _choice(TEXT_SIZES)
