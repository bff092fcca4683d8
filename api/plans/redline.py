"""What changed in a wording, word by word: what went struck and what came underlined, for eyes and for ears."""

from collections.abc import Iterable

from markupsafe import Markup

from api.words.words import Words
from domain.plan.redline import Mark, Stretch
from domain.plan.redline import redline as stretches


def redline(words: Words, old: str, new: str) -> Markup:
    """Return the new wording with what went struck and what came underlined."""
    return _marked(words, stretches(old, new))


def sides(words: Words, old: str, new: str) -> tuple[Markup, Markup]:
    """Return the old wording with what went struck, and the new one with what came underlined."""
    parts = list(stretches(old, new))
    was, now = ([part for part in parts if part.mark is not mark] for mark in (Mark.COME, Mark.GONE))
    return _marked(words, was), _marked(words, now)


def _marked(words: Words, parts: Iterable[Stretch]) -> Markup:
    shown = {Mark.GONE: struck, Mark.COME: added}
    return Markup().join(
        shown[part.mark](words, part.text) if part.mark in shown else Markup("{}").format(part.text) for part in parts
    )


def struck(words: Words, text: str) -> Markup:
    """Return the text as deleted, for eyes and for ears."""
    return Markup('<del><span class="vh">{} </span>{}</del>').format(words("deleted:"), text) if text else Markup()


def added(words: Words, text: str) -> Markup:
    """Return the text as added, for eyes and for ears."""
    return Markup('<ins><span class="vh">{} </span>{}</ins>').format(words("added:"), text) if text else Markup()
