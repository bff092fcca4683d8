"""Figures as they are said: *77 persen*, *Rp 30,3 miliar*; digests in groups of four."""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import assert_never

from api.words.words import Words
from domain.kernel.errors import N_
from domain.kernel.message import plain
from domain.kernel.numbers import spell, spell_rupiah
from domain.measure.target import (
    Comparator,
    Grade,
    Index,
    Missing,
    Moment,
    Opinion,
    Percentage,
    Proportion,
    Quantity,
    Range,
    Rank,
    Rupiah,
    Several,
    Target,
    Worded,
)

# What the editor's script says; `{…}` are filled by it.
SCRIPT_WORDS: Mapping[str, str] = {
    "unsaved": N_("There are changes that are not saved."),
    "changes": N_("Fields changed and not saved yet: {n}."),
    "sending": N_("Saving…"),
    "unreachable": N_("The server cannot be reached. Everything you typed is still here; save again in a moment."),
    "saved": N_("Everything is saved as version {version}."),
    "partly": N_("Saved as text version {version}. What is marked is not saved yet, and stays as typed."),
    "held": N_("Something in it cannot be used"),
    "mine": N_("Keep mine"),
    "theirs": N_("Take theirs"),
    "wrote": N_("{who} wrote “{theirs}” here meanwhile. What stands here is yours: choose which one stays."),
    "took": N_("{who} took out this row, which you had changed: choose whether it stays."),
    "here": N_("Also writing here: {names}"),
    "nothing": N_("Nothing had changed; nothing was recorded."),
}
_COMPARED: Mapping[Comparator, str] = {
    Comparator.AT_LEAST: N_("at least {figure}"),
    Comparator.MORE_THAN: N_("more than {figure}"),
    Comparator.AT_MOST: N_("at most {figure}"),
    Comparator.LESS_THAN: N_("less than {figure}"),
    Comparator.ABOUT: N_("about {figure}"),
}
_SCALES = (
    (Decimal(10) ** 12, N_("Rp {figure} trillion")),
    (Decimal(10) ** 9, N_("Rp {figure} billion")),
    (Decimal(10) ** 6, N_("Rp {figure} million")),
)
_THOUSAND = Decimal(1000)


def said_target(words: Words, target: Target) -> str:
    """Read a target aloud, so that a slip of the finger is heard."""
    said = _said_value(words, target)
    if isinstance(target, Several) or target.comparator is Comparator.NONE:
        return said
    return words(_COMPARED[target.comparator], figure=said)


def _said_value(words: Words, target: Target) -> str:
    match target:
        case Percentage(value):
            return words("{figure} per cent", figure=spoken(value))
        case Index(value):
            return words("a score of {figure}", figure=spoken(value))
        case Quantity(value, unit):
            return f"{spoken(value)} {unit}".rstrip()
        case Grade(value):
            return words("grade {grade}", grade=value)
        case Opinion(value):
            return words("opinion {opinion}", opinion=value)
        case Range(low, high, unit):
            shown = words("per cent") if unit == "%" else unit
            return words("from {low} to {high} {unit}", low=spoken(low), high=spoken(high), unit=shown).rstrip()
        case Rupiah(value):
            return said_rupiah(words, value)
        case Rank(value, word):
            return words("place {figure} ({word})", figure=spoken(value), word=word or "…")
        case Proportion(left, right):
            return words("{left} to {right}", left=spoken(left), right=spoken(right))
        case Moment(value):
            return value
        case Worded():
            return words("in words: a person judges whether it is met")
        case Several(measures):
            return "; ".join(f"{m.label}: {said_target(words, m.target)}".removeprefix(": ") for m in measures)
        case Missing():
            return words("no target is printed")
        case _:
            assert_never(target)


def spoken(value: Decimal) -> str:
    """Say a number with the points of its thousands, and without zeros that only fill its decimals."""
    return spell(plain(value))


def said_rupiah(words: Words, amount: Decimal) -> str:
    """Say about how much money it is: one decimal from a million on, exact below."""
    for n, (scale, msgid) in enumerate(_SCALES):
        if amount >= scale:
            figure = (amount / scale).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
            if figure == _THOUSAND and n > 0:  # rounded into the scale above
                scale, msgid = _SCALES[n - 1]
                figure = Decimal(1)
            exact = figure * scale == amount
            said = words(msgid, figure=spell(figure).removesuffix(",0"))
            return said if exact else words("about {amount}", amount=said)
    return spell_rupiah(amount)


def said_size(size: int) -> str:
    """Say how large a file of so many bytes is, in units of 1024."""
    for unit, bytes_ in (("MB", 1024 * 1024), ("kB", 1024)):
        if size >= bytes_:
            figure = (Decimal(size) / bytes_).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
            return f"{spell(figure).removesuffix(',0')} {unit}"
    return f"{size} B"


def in_fours(digest: str) -> str:
    """Write a digest in groups of four, as people compare it."""
    return " ".join(digest[n : n + 4] for n in range(0, len(digest), 4))
