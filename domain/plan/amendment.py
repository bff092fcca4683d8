"""An amendment (*Perubahan*) of a signed plan: on what ground, by which document, from when."""

from datetime import date
from enum import StrEnum

from domain.kernel.message import Message, canonical, digest


class Ground(StrEnum):
    """Why a signed plan may change (PermenPANRB 53/2014)."""

    OFFICIAL = "official"  # another official
    STRATEGY = "strategy"  # strategy, programme or budget
    PRIORITY = "priority"  # priority or assumption


class BasisDocument(Message, frozen=True, omit_defaults=True, tag="basis-document"):
    """The document that asks for the amendment; `file` is the SHA-256 (hex) of the kept file called `name`."""

    title: str
    number: str
    day: date
    file: str = ""
    name: str = ""


class Amendment(Message, frozen=True, tag="amendment"):
    """What an amendment says of itself: 1 is *Perubahan Pertama*; from `effective` on, its text is the one in force."""

    number: int
    grounds: tuple[Ground, ...]
    basis: BasisDocument
    effective: date
    reason: str


def amendment_digest(amendment: Amendment) -> str:
    """Return the SHA-256 (hex) of what an amendment says of itself: what its writer saw."""
    return digest(canonical(amendment))
