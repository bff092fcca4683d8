"""What changed in a wording, word by word: what went struck and what came underlined, for eyes and for ears."""

from markupsafe import Markup

from api.words.words import Words
from domain.plan.redline import Mark
from domain.plan.redline import redline as stretches


def redline(words: Words, old: str, new: str) -> Markup:
    """Return the new wording with what went struck and what came underlined."""
    shown = {Mark.GONE: struck, Mark.COME: added}
    parts = (
        shown[part.mark](words, part.text) if part.mark in shown else Markup("{}").format(part.text)
        for part in stretches(old, new)
    )
    return Markup().join(parts)


def struck(words: Words, text: str) -> Markup:
    """Return the text as deleted, for eyes and for ears."""
    return Markup('<del><span class="vh">{} </span>{}</del>').format(words("deleted:"), text) if text else Markup()


def added(words: Words, text: str) -> Markup:
    """Return the text as added, for eyes and for ears."""
    return Markup('<ins><span class="vh">{} </span>{}</ins>').format(words("added:"), text) if text else Markup()
