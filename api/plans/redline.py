"""What changed in a wording, word by word: what went struck and what came underlined, for eyes and for ears."""

import re
from difflib import SequenceMatcher

from markupsafe import Markup

from api.words.words import Words

_WORDS = re.compile(r"\s+|[^\s]+")
_ALIKE = 0.4  # below it the two share too little to be read as one sentence


def redline(words: Words, old: str, new: str) -> Markup:
    """Return the new wording with what went struck and what came underlined."""
    if old == new:
        return Markup("{}").format(new)
    if not old or not new:
        return struck(words, old) + added(words, new)
    was, now = _WORDS.findall(old), _WORDS.findall(new)
    match = SequenceMatcher(None, was, now, autojunk=False)
    if match.ratio() < _ALIKE:
        return struck(words, old) + " " + added(words, new)
    parts, gone, come = Markup(), "", ""
    for kind, i, j, k, m in match.get_opcodes():
        same = "".join(now[k:m])
        if kind == "equal" and not (same.isspace() and (gone or come)):
            parts += struck(words, gone) + added(words, come) + same
            gone, come = "", ""
        else:  # a space between two changes belongs to both, so that words which changed together are read together
            gone += "".join(was[i:j])
            come += same
    return parts + struck(words, gone) + added(words, come)


def struck(words: Words, text: str) -> Markup:
    """Return the text as deleted, for eyes and for ears."""
    return Markup('<del><span class="vh">{} </span>{}</del>').format(words("deleted:"), text) if text else Markup()


def added(words: Words, text: str) -> Markup:
    """Return the text as added, for eyes and for ears."""
    return Markup('<ins><span class="vh">{} </span>{}</ins>').format(words("added:"), text) if text else Markup()
