"""What lets a program act for an account: a token of which only the digest is kept."""

# ruff: noqa: D106 - Meta is Django's word for what the class above already says

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from releve.people.models.tables import Account

SCOPE_SEPARATOR = "+"


class ApiToken(models.Model):
    """A key that its owner has given to a program, with some of her permissions at most.

    Read through its account, which carries the hospital. ``digest``: of the whole token; who
    reads the table can sign in with nothing. ``prefix``: its first characters, to tell tokens
    apart. ``scopes``: permissions, joined by ``+``. ``expires_on``: the last day it opens.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.TextField(blank=True)
    made_at = models.DateTimeField()
    expires_on = models.DateField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="apitoken_name_filled"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
                name="apitoken_instants_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.prefix}… of {self.account_id}"

    @property
    def permissions(self) -> tuple[str, ...]:
        """The permissions it was given, as codes."""
        return tuple(self.scopes.split(SCOPE_SEPARATOR)) if self.scopes else ()
