"""Tables of the room: who works where, under which contract, with which skills, and when not.

What is left out is left out on purpose (GDPR article 5: no more than needed): an unavailability
and a restriction are dates and facts, and no table has a place for their cause. Every table that
holds people carries its hospital and is read through ``for_hospital``.
"""

# ruff: noqa: D106 - Meta is Django's word for what the class above already says

from __future__ import annotations

import unicodedata
from typing import ClassVar, Self, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from releve.people.constraints import filled as _filled
from releve.people.constraints import in_order as _in_order
from releve.people.constraints import one_of as _one_of
from releve.people.vocabulary import (
    ABOVE_HOSPITAL,
    DAYS_OFF,
    FUNCTIONS,
    LANGUAGES,
    LEVEL_KINDS,
    MAX_MINUTES,
    PLAIN_RESTRICTIONS,
    REGIMES,
    RESTRICTION_KINDS,
    SCHOOL_ZONES,
    TEXT_SIZES,
    THEMES,
    WITHIN_HOSPITAL,
)

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class Level(models.Model):
    """A place in the tree from the nation down to the unit.

    ``hospital`` is the hospital a site, pole or unit stands in; empty for the hospital itself
    and above. ``school_zone``: the zone of its schools' holidays, where the level says one.
    """

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=150)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    hospital = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="places")
    school_zone = models.CharField(max_length=1, blank=True)

    class Meta:
        constraints = (
            _one_of("kind", LEVEL_KINDS),
            _one_of("school_zone", ("", *SCHOOL_ZONES)),
            _filled("code"),
            _filled("name"),
            models.CheckConstraint(
                condition=~Q(parent=F("id")), name="%(class)s_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[*ABOVE_HOSPITAL, "hospital"], hospital__isnull=True)
                | Q(kind__in=list(WITHIN_HOSPITAL), hospital__isnull=False),
                name="%(class)s_hospital_where_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Role(models.Model):
    """A job as the roster needs it, under our own stable key; other catalogues' codes beside."""

    key = models.CharField(max_length=40, unique=True)
    name_fr = models.CharField(max_length=150)
    name_en = models.CharField(max_length=150)
    rome_code = models.CharField(max_length=10, blank=True)
    esco_uri = models.URLField(blank=True)
    isco08 = models.CharField(max_length=4, blank=True)

    class Meta:
        constraints = (_filled("key"), _filled("name_fr"))

    def __str__(self) -> str:
        return self.key


class Skill(models.Model):
    """Something a need can ask for beyond a role, such as triage."""

    key = models.CharField(max_length=40, unique=True)
    name_fr = models.CharField(max_length=150)
    name_en = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = (_filled("key"), _filled("name_fr"))

    def __str__(self) -> str:
        return self.key


class HospitalQuerySet(models.QuerySet[M_co]):
    """The one way in to tables that hold people: through their hospital."""

    def for_hospital(self, hospital: Level | int) -> Self:
        """Return the rows of one hospital only, given itself or its key."""
        return self.filter(hospital=hospital)


class HospitalTable(models.Model):
    """What every table that holds people has: its hospital, and the way in through it."""

    hospital = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")

    objects = HospitalQuerySet.as_manager()

    class Meta:
        abstract = True


class Person(HospitalTable):
    """Somebody who works in a unit. ``code`` is the hospital's own, as in its files."""

    unit = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    family_name = models.CharField(max_length=150)
    given_name = models.CharField(max_length=150, blank=True)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    skills = models.ManyToManyField(Skill, through="PersonSkill", related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["hospital", "code"], name="person_code_once"),
            _filled("code"),
            _filled("family_name"),
        )

    def __str__(self) -> str:
        return self.code


class PersonSkill(HospitalTable):
    """A skill that a person has."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "skill"], name="personskill_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.skill_id}"


class Contract(HospitalTable):
    """A share of full time, the rules that bind, and from when to when.

    ``pack`` names a pack of working-time rules. The contracts of one person never overlap:
    the action that saves them sees to it.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contracts")
    share = models.DecimalField(max_digits=5, decimal_places=4)
    pack = models.CharField(max_length=40)
    regime = models.CharField(max_length=10)
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    overtime_agreement = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "from_on"], name="contract_start_once"),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=1), name="contract_share_of_full_time"
            ),
            _filled("pack"),
            _one_of("regime", REGIMES),
            _in_order(),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.share} from {self.from_on}"


class Unavailability(HospitalTable):
    """Civil days, both included, on which a person cannot be given a minute of work."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="unavailabilities")
    from_on = models.DateField()
    to_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "from_on"], name="unavailability_start_once"),
            _in_order(),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.from_on} to {self.to_on}"


class Restriction(HospitalTable):
    """What a person may not be given, from when to when.

    ``minutes`` belongs to *max_minutes_a_day*; ``weekdays`` to *days_off*, written ``mon+wed``.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="restrictions")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    kind = models.CharField(max_length=20)
    minutes = models.PositiveSmallIntegerField(null=True)
    weekdays = models.CharField(max_length=27, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "kind", "from_on"], name="restriction_start_once"
            ),
            _one_of("kind", RESTRICTION_KINDS),
            models.CheckConstraint(
                condition=Q(kind__in=list(PLAIN_RESTRICTIONS), minutes__isnull=True, weekdays="")
                | Q(kind=MAX_MINUTES, minutes__isnull=False, minutes__range=(1, 1440), weekdays="")
                | (Q(kind=DAYS_OFF, minutes__isnull=True) & ~Q(weekdays="")),
                name="restriction_measure_fits_kind",
            ),
            _in_order(),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} from {self.from_on}"

    @property
    def days(self) -> tuple[str, ...]:
        """The weekly days off, as codes."""
        return tuple(self.weekdays.split("+")) if self.weekdays else ()


class AccountQuerySet(HospitalQuerySet["Account"]):
    """Accounts, by hospital or above all hospitals."""

    def above_hospitals(self) -> Self:
        """Return the accounts of no hospital: of a GHT, a region or the nation."""
        return self.filter(hospital__isnull=True)


class AccountManager(BaseUserManager["Account"]):
    """Finds an account by the name its owner types, whatever the case."""

    def get_queryset(self) -> AccountQuerySet:
        """Return every account."""
        return AccountQuerySet(self.model, using=self._db)

    def for_hospital(self, hospital: Level | int) -> AccountQuerySet:
        """Return the accounts of one hospital only."""
        return self.get_queryset().for_hospital(hospital)

    def above_hospitals(self) -> AccountQuerySet:
        """Return the accounts of no hospital."""
        return self.get_queryset().above_hospitals()

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account of that name; raises Account.DoesNotExist."""
        return self.get(username=plain_username(username or ""))

    def create_user(
        self,
        username: str,
        *,
        name: str,
        password: str | None = None,
        hospital: Level | None = None,
        person: Person | None = None,
        is_demo: bool = False,
    ) -> Account:
        """Save an account; without a password nobody can sign in with it."""
        account = self.model(
            username=plain_username(username),
            name=name,
            hospital=hospital,
            person=person,
            is_demo=is_demo,
        )
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Somebody who can sign in. What she may do stands in her grants.

    ``hospital`` is empty above hospitals only; ``person`` is her own line in rosters, where she
    has one. When she last signed in is not kept: nothing needs it. ``session_round`` goes up by
    one when all her sessions end at once. ``closed_on``: since when it is closed, so that it can
    be deleted in due time. ``language``, ``theme`` and ``text_size`` are how she wants her pages,
    empty where her browser may say.
    """

    last_login = None  # Django's way of leaving the column out
    username = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=150)
    hospital = models.ForeignKey(
        Level, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    closed_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    session_round = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=2, blank=True)
    theme = models.CharField(max_length=5, blank=True)
    text_size = models.CharField(max_length=6, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = AccountManager()

    class Meta:
        constraints = (
            _filled("username"),
            _filled("name"),
            _one_of("language", ("", *LANGUAGES)),
            _one_of("theme", ("", *THEMES)),
            _one_of("text_size", ("", *TEXT_SIZES)),
            models.CheckConstraint(
                condition=Q(username=Lower("username")), name="account_username_in_small_letters"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(hospital__isnull=False),
                name="account_of_a_person_has_hospital",
            ),
        )

    def __str__(self) -> str:
        return self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # What Django compares on each page: a new password or a new round ends every session.
        kept = f"{self.session_round}:{self.password}"
        salt = "releve.people.models.Account.session"
        return salted_hmac(salt, kept, secret=secret, algorithm="sha256").hexdigest()


class WardComputer(HospitalTable):
    """A computer that a ward shares: it may offer the names of those who used it last.

    The names themselves stay on the computer; without its row here they are not shown. ``key``
    is what its cookie carries.
    """

    key = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=60)
    marked_on = models.DateField()

    class Meta:
        constraints = (_filled("key"), _filled("name"))

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """A function that an account has at a level and all below, from when to when.

    Read through its account, which carries the hospital.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants")
    function = models.CharField(max_length=20)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["account", "function", "level", "from_on"], name="grant_start_once"
            ),
            _one_of("function", FUNCTIONS),
            _in_order(),
        )

    def __str__(self) -> str:
        return f"{self.account_id}: {self.function} of {self.level_id} from {self.from_on}"


def plain_username(username: str) -> str:
    """Return a user name as it is kept: without outer blanks, in small letters."""
    return unicodedata.normalize("NFKC", username).strip().lower()
