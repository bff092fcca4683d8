"""What a part prints beside its rows, as the fields of its form."""

import re
from collections.abc import Mapping

from babel.dates import format_date

from api.plans.bodies import PartDetailsBody
from api.words.clock import read_day
from domain.kind.kind import Kind
from domain.plan.facts import BLOCK_FIELDS, BLOCKS, DETAILS, printed_details
from domain.plan.text import Part, PartDetails, SignatureBlock

_OF_ONE = ("capacity", "signatory", "name")  # of a part that one official signs

_FIGURES = re.compile(r"[0-9][0-9 ./-]*")


def details_of(part: Part, shape: Kind | None) -> dict[str, str]:
    """Return the fields that show what a part prints beside its rows, with those of every block that its kind has.

    Where blocks are signed, the part prints no signatory of its own.
    """
    asked = None if shape is None else shape.part(part.key)
    keys = [block.key for block in asked.blocks] if asked else []
    named = [f"{BLOCKS}{key}.{name}" for key in keys for name in BLOCK_FIELDS]
    told = printed_details(part.details)
    fields = {name: told.get(name, "") for name in dict.fromkeys([*DETAILS, *named, *told])}
    return {name: text for name, text in fields.items() if text or not keys or name not in _OF_ONE}


def details_sent(sent: PartDetailsBody) -> dict[str, str]:
    """Return those fields of what a program sent."""
    blocks = {f"{BLOCKS}{b.key}.{name}": getattr(b, name) for b in sent.blocks for name in BLOCK_FIELDS}
    return {name: getattr(sent, name) for name in DETAILS} | blocks


def dated(told: Mapping[str, str]) -> dict[str, str]:
    """Return the fields with each day that is typed in figures as papers print it: *14 Januari 2027*."""
    return {name: _printed_day(value) if name.endswith("date") else value for name, value in told.items()}


def _printed_day(text: str) -> str:
    day = read_day(text) if _FIGURES.fullmatch(text.strip()) else None
    return format_date(day, "d MMMM y", locale="id") if day else text  # documents are Indonesian


def part_details(told: Mapping[str, str]) -> PartDetails:
    """Return what the fields tell, of blocks empty or not: of one that is not told of, it is for the rules to say."""
    blocks: dict[str, dict[str, str]] = {}
    for name, value in told.items():
        if name.startswith(BLOCKS):
            key, _, detail = name.removeprefix(BLOCKS).partition(".")
            blocks.setdefault(key, {})[detail] = value
    plain = {name: value for name, value in told.items() if not name.startswith(BLOCKS)}
    return PartDetails(
        **dict.fromkeys(DETAILS, "") | plain,
        blocks=tuple(SignatureBlock(key, **block) for key, block in blocks.items()),
    )
