"""The files in the form of a row: which it offers, which are ticked, and what it says of those to come."""

from collections.abc import Mapping
from dataclasses import dataclass

from activities.evidence import KINDS
from api.presentation.amounts import said_size
from api.year_bodies import CHOSEN
from domain.year.filing import Evidence, Filing
from domain.year.filing_check import MOST_FILES

_SUFFIXES = tuple(KINDS)


@dataclass(frozen=True)
class EvidenceForm:
    """Files with whether each is ticked; the suffixes that are taken; the most that a file may have, and how many."""

    files: tuple[tuple[Evidence, bool], ...]
    largest: str
    suffixes: tuple[str, ...] = _SUFFIXES
    most: int = MOST_FILES


def evidence_form(
    filing: Filing | None, typed: Mapping[str, str], sent: tuple[Evidence, ...], largest: int
) -> EvidenceForm:
    """Return it as it was typed, or else as it is filed; `sent` was chosen but is not filed yet."""
    filed = filing.evidence if filing else ()
    came_back = any(name.startswith(CHOSEN) for name in typed)
    offered = {evidence.digest: evidence for evidence in (*filed, *sent)}
    files = tuple(
        (evidence, bool(typed.get(CHOSEN + digest)) if came_back else True) for digest, evidence in offered.items()
    )
    return EvidenceForm(files, said_size(largest))
