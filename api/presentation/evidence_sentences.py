"""Which files came to a row and which were taken from it, in sentences."""

from markupsafe import Markup

from api.presentation.amounts import in_fours, said_size
from api.presentation.words import Words
from domain.year.filing import Evidence

_SHOWN = 16  # digits of a digest, as people compare it


def evidence_told(words: Words, old: tuple[Evidence, ...], new: tuple[Evidence, ...]) -> Markup:
    """Tell what changed; empty where nothing did."""
    told = Markup()
    if added := [file for file in new if file not in old]:
        told += Markup(" ") + words.html("Evidence added: {files}.", files=_named(added))
    if removed := [file for file in old if file not in new]:
        told += Markup(" ") + words.html("Evidence removed: {files}.", files=_named(removed))
    return told


def _named(files: list[Evidence]) -> Markup:
    one = Markup("{} ({}, SHA-256 <code>{} …</code>)")
    return Markup(", ").join(
        one.format(file.name, said_size(file.size), in_fours(file.digest[:_SHOWN])) for file in files
    )
