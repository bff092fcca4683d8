"""What several pages say of one plan: its comments by row, its wordings, its changes in sentences, its size."""

from collections import Counter
from collections.abc import Iterable, Mapping

from markupsafe import Markup

from api.presentation.clock import Clock
from api.presentation.sentences import Teller
from api.presentation.words import Words
from domain.acts import PartSigned
from domain.facts import Change
from domain.numbers import spell_rupiah
from domain.plan import Comment, Plan
from domain.text import PlanText


def open_by_row(plan: Plan) -> Mapping[str, int]:
    """Return how many open comments each row has."""
    return Counter(comment.row for comment in plan.comments.values() if comment.open)


def comments_in_order(plan: Plan) -> list[Comment]:
    """Return the comments as their rows stand in the text, those on the whole plan first."""
    places = {row: n for n, row in enumerate(plan.text.rows())}
    return sorted(plan.comments.values(), key=lambda c: (bool(c.row), places.get(c.row, len(places)), c.at))


def wordings(*texts: PlanText) -> dict[str, str]:
    """Return the wording of every row; of rows in several texts, that of the last."""
    return {row.id: row.text for text in texts for row in text.rows().values()}


def signatures(plan: Plan) -> dict[str, PartSigned]:
    """Return the signature that holds for each part."""
    return {signature.part: signature for signature in plan.signatures}


def told(words: Words, clock: Clock, changes: Iterable[Change], plan: Plan) -> list[Markup]:
    """Tell changes; `plan` knows what the rows are called."""
    teller = Teller(words, clock)
    return [teller.sentence(change, plan) for change in changes]


def counts(words: Words, text: PlanText) -> str:
    """Say how large the text is."""
    parts = [words.plural("{n} indicator", "{n} indicators", sum(len(part.indicators) for part in text.parts))]
    programmes = sum(len(part.programmes) for part in text.parts)
    if programmes:
        parts.append(words.plural("{n} programme", "{n} programmes", programmes))
        parts.append(spell_rupiah(text.budget()))
    return ", ".join(parts)


def part_name(text: PlanText, key: str) -> str:
    """Return the first line of a part's heading."""
    part = next((p for p in text.parts if p.key == key), None)
    return " ".join(part.details.heading.split()) if part else ""
