"""What an amendment is called, and the grounds on which the law allows one."""

from collections.abc import Mapping

from api.words import names
from api.words.words import Words
from domain.kernel.errors import N_
from domain.plan.amendment import Ground
from domain.plan.in_force import InForce
from domain.plan.state import Plan

# As its first annex has them: a performance agreement may be revised or adjusted on these grounds and no others.
CITATION = "PermenPANRB 53/2014"
GROUNDS: Mapping[Ground, str] = {
    Ground.OFFICIAL: N_("An official was replaced or transferred"),
    Ground.STRATEGY: N_("The strategy changed, which affects the goals (programmes, activities and budget)"),
    Ground.PRIORITY: N_("Priorities or assumptions changed, with a significant effect on reaching the goals"),
}
_ORDINALS = (N_("First amendment"), N_("Second amendment"), N_("Third amendment"), N_("Fourth amendment"))


def called(words: Words, number: int) -> str:
    """Name an amendment as its cover does: *Perubahan Pertama*."""
    known = number <= len(_ORDINALS)
    return words(_ORDINALS[number - 1]) if known else words("Amendment number {number}", number=str(number))


def titled(words: Words, plan: Plan) -> str:
    """Name a plan with the amendment that its text is of: *RKT 2024, Perubahan Pertama*."""
    return amended(words, names.short_title(words, plan.kind, plan.year), numbered(plan))


def amended(words: Words, title: str, number: int) -> str:
    """Name a plan with an amendment, 0 for none."""
    return f"{title}, {called(words, number)}" if number else title


def numbered(plan: Plan) -> int:
    """Return the number of the amendment that the text is of, 0 for the first text."""
    if plan.amendment is not None:
        return plan.amendment.number
    signed = plan.in_force
    return signed.amendment.number if signed is not None and signed.amendment is not None else 0


def held(words: Words, version: InForce) -> str:
    """Name a version that was signed."""
    return called(words, version.amendment.number) if version.amendment else words("The first text")
