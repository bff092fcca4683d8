"""What the sources that paraf itself stands for are called; every other is named as somebody wrote it."""

from collections.abc import Callable, Mapping

from api.words.words import Words
from domain.kernel.msgids import N_
from domain.measure.practice import DEFAULT as PRACTICE
from domain.office.filing import DEFAULT as FILING

OWN: Mapping[str, str] = {
    PRACTICE.citation: N_("paraf default (ranges: PermenPANRB 8/2021)"),
    FILING.citation: N_("paraf default: the 1st to the 10th after the end of the quarter"),
}


def cited(words: Words, citation: str) -> str:
    """Return a source as pages name it."""
    return words(OWN[citation]) if citation in OWN else citation


def with_sources(words: Words) -> Callable[..., str]:
    """Return the words, for what names a source as its `citation`."""

    def say(msgid: str, /, **params: str) -> str:
        if "citation" in params:
            params["citation"] = cited(words, params["citation"])
        return words(msgid, **params)

    return say
