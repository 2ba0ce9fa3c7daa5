"""The places of the demo: a group of three hospitals whose towns do not exist.

The names were put together so as to sound French and to be no commune of France.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

GHT_CODE = "GHT-ORMEVAL"
GHT_NAME = "GHT du Pays d’Ormeval (fictif)"

SCHOOL_ZONE = "B"


@dataclass(frozen=True)
class Hospital:
    """A hospital of the group; ``prefix`` begins the codes of its places and people."""

    code: str
    prefix: str
    name: str
    site: str


HOSPITALS = (
    Hospital("CH-ORMEVAL", "ORM", "Centre hospitalier d’Ormeval", "Site des Tilleuls"),
    Hospital("CH-CASTELBRUME", "CAS", "Centre hospitalier de Castelbrume", "Site du Vieux Pont"),
    Hospital("CH-RIVESONGE", "RIV", "Hôpital de Rivesonge", "Site du Lavoir"),
)

POLES = {
    "URG": "Pôle Urgences et soins critiques",
    "MED": "Pôle Médecine",
    "CHIR": "Pôle Chirurgie et bloc opératoire",
    "FME": "Pôle Femme, mère, enfant",
    "GER": "Pôle Gériatrie et réadaptation",
    "PSY": "Pôle Psychiatrie",
    "MT": "Pôle Médico-technique et appui",
}


@dataclass(frozen=True)
class Unit:
    """A unit: ``kind`` says how it works (see ``kinds``); ``code`` follows the prefix."""

    hospital: Hospital
    code: str
    name: str
    pole: str
    kind: str

    @property
    def full_code(self) -> str:
        """The unit's code in the tree of levels."""
        return f"{self.hospital.prefix}-{self.code}"

    @property
    def pole_code(self) -> str:
        """The code of the pole that it stands in."""
        return f"{self.hospital.prefix}-POLE-{self.pole}"


# hospital, code, name, pole, kind
_UNITS = (
    (0, "URG", "Urgences", "URG", "emergency_large"),
    (0, "UHCD", "Hospitalisation de courte durée", "URG", "short_stay"),
    (0, "REA", "Réanimation", "URG", "intensive_care"),
    (0, "USC", "Surveillance continue", "URG", "step_down"),
    (0, "CARD", "Cardiologie", "MED", "medicine_large"),
    (0, "PNEU", "Pneumologie", "MED", "medicine"),
    (0, "GAST", "Hépato-gastro-entérologie", "MED", "medicine"),
    (0, "NEUR", "Neurologie", "MED", "medicine_large"),
    (0, "MINT", "Médecine interne", "MED", "medicine"),
    (0, "ONCO", "Hôpital de jour de cancérologie", "MED", "oncology_day"),
    (0, "DIAL", "Hémodialyse", "MED", "dialysis"),
    (0, "ORTH", "Chirurgie orthopédique", "CHIR", "surgery"),
    (0, "VISC", "Chirurgie viscérale", "CHIR", "surgery"),
    (0, "AMBU", "Chirurgie ambulatoire", "CHIR", "day_surgery"),
    (0, "BLOC", "Bloc opératoire", "CHIR", "theatre"),
    (0, "MAT", "Maternité", "FME", "maternity"),
    (0, "NEO", "Néonatologie", "FME", "neonatology"),
    (0, "PED", "Pédiatrie", "FME", "paediatrics"),
    (0, "PSYA", "Psychiatrie adulte, unité Aulne", "PSY", "psychiatry"),
    (0, "PSYB", "Psychiatrie adulte, unité Bouleau", "PSY", "psychiatry"),
    (0, "CGER", "Court séjour gériatrique", "GER", "geriatrics"),
    (0, "IMA", "Imagerie médicale", "MT", "imaging"),
    (0, "LABO", "Laboratoire", "MT", "laboratory"),
    (0, "BRAN", "Brancardage", "MT", "porters"),
    (0, "NUIT", "Équipe de suppléance de nuit", "MT", "night_pool"),
    (1, "URG", "Urgences", "URG", "emergency_small"),
    (1, "MEDA", "Médecine polyvalente A", "MED", "medicine"),
    (1, "MEDB", "Médecine polyvalente B", "MED", "medicine"),
    (1, "CHIR", "Chirurgie", "CHIR", "surgery"),
    (1, "SMR", "Soins médicaux et de réadaptation", "GER", "rehabilitation"),
    (1, "EHPA", "EHPAD Les Charmilles", "GER", "nursing_home"),
    (1, "EHPB", "EHPAD Le Clos fleuri", "GER", "nursing_home"),
    (1, "HDJ", "Hôpital de jour de médecine", "MED", "day_hospital"),
    (1, "IMA", "Imagerie médicale", "MT", "imaging_small"),
    (2, "MED", "Médecine", "MED", "medicine"),
    (2, "SMR", "Soins médicaux et de réadaptation", "GER", "rehabilitation"),
    (2, "USLD", "Soins de longue durée", "GER", "long_stay"),
    (2, "EHPA", "EHPAD La Roseraie", "GER", "nursing_home"),
    (2, "EHPB", "EHPAD Les Hirondelles", "GER", "nursing_home"),
    (2, "HDJ", "Hôpital de jour gériatrique", "GER", "day_hospital"),
)

UNITS = tuple(
    Unit(HOSPITALS[hospital], code, name, pole, kind) for hospital, code, name, pole, kind in _UNITS
)

DEMO_UNIT = UNITS[0]
"""The ward whose month the demo solves: the emergency ward of the support hospital."""

NEXT_UNIT = UNITS[1]
"""The unit in which the plan of the demo's roster engine opens it next."""

MOST_ROUNDS = 20
"""How often the three hospitals can stand in a grown group: some 24,000 people."""


def units_of_round(number: int) -> tuple[Unit, ...]:
    """Return the units of the group's own hospitals (round 1), or of its nth copies of them."""
    if number == 1:
        return UNITS
    return tuple(replace(unit, hospital=_copy(unit.hospital, number)) for unit in UNITS)


def _copy(hospital: Hospital, number: int) -> Hospital:
    return replace(
        hospital,
        code=f"{hospital.code}-{number}",
        prefix=f"{hospital.prefix}{number}",
        name=f"{hospital.name} {number}",
    )


def hospitals_of(units: Iterable[Unit]) -> tuple[Hospital, ...]:
    """Return the hospitals of some units, each once, in their order."""
    return tuple(dict.fromkeys(unit.hospital for unit in units))
