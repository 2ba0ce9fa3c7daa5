"""How somebody wants her pages: language, light or dark, size of the text."""

from __future__ import annotations

from releve.kit.actors import Actor
from releve.kit.faults import BadInputError
from releve.kit.permissions import Permission, needs
from releve.kit.words import translator
from releve.people.models import Account
from releve.people.queries import account_of, check_home
from releve.people.vocabulary import LANGUAGES, TEXT_SIZES, THEMES

_ = translator("releve.people")

KNOWN = {"language": LANGUAGES, "theme": THEMES, "text_size": TEXT_SIZES}


@needs(Permission.MANAGE_ACCOUNTS)
def choose_look(account: Account, *, actor: Actor, **look: str) -> Account:
    """Save how an account wants its pages; what is not named stays, an empty word lets it go.

    One's own, or that of an account one keeps. Raises BadInputError and
    NotAllowedError.
    """
    if account_of(actor) != account:
        check_home(actor, Permission.MANAGE_ACCOUNTS, account.hospital)
    for field, said in look.items():
        if said not in ("", *KNOWN[field]):
            message = _("{said!r} is not one of: {known}")
            raise BadInputError(message.format(said=said, known=", ".join(KNOWN[field])))
        setattr(account, field, said)
    account.save(update_fields=list(look))
    return account
