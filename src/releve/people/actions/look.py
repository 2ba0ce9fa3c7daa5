"""How somebody wants her pages: language, light or dark, size of the text."""

from __future__ import annotations

from releve.kit.actors import Actor, check
from releve.kit.faults import BadInputError
from releve.kit.permissions import SIGNED_IN, Permission, needs
from releve.kit.words import translator
from releve.people.models import Account
from releve.people.vocabulary import LANGUAGES, TEXT_SIZES, THEMES

_ = translator("releve.people")

KNOWN = {"language": LANGUAGES, "theme": THEMES, "text_size": TEXT_SIZES}


@needs(SIGNED_IN)
def choose_look(account: Account, *, actor: Actor, **look: str) -> Account:
    """Save how an account wants its pages; what is not named stays, an empty word lets it go.

    One's own account only, or by whoever manages accounts. Raises BadInputError and
    NotAllowedError.
    """
    if actor.key != f"account:{account.pk}":
        check(actor, Permission.MANAGE_ACCOUNTS, level=account.hospital_id)
    for field, said in look.items():
        if said not in ("", *KNOWN[field]):
            message = _("{said!r} is not one of: {known}")
            raise BadInputError(message.format(said=said, known=", ".join(KNOWN[field])))
        setattr(account, field, said)
    account.save(update_fields=list(look))
    return account
