"""What the cover says of an amendment, and the comparison that is annexed to it."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from activities.documents.amendment.matrix import changed_places
from activities.documents.amendment.redline import redlined_tables
from activities.documents.amendment.words import AmendmentWords, amendment_words
from activities.documents.kind.table import LANDSCAPE
from activities.documents.language import PaperWords
from activities.documents.paper import Amended, PlanPaper
from domain.kernel.numbers import spell_rupiah
from domain.plan.amendment import Amendment
from domain.plan.money import total
from domain.plan.redline import Mark, Stretch, redline

_SPLITTABLE = 600  # characters of a row that may need more than a page


def amendment_pages(paper: PlanPaper, words: PaperWords) -> dict[str, Any]:
    """Return what a paper prints of its amendment: nothing where it has none."""
    if paper.amended is None:
        return {"amended": None}
    amended, own = paper.amended, amendment_words(words)
    told = {
        own.ground: ";\n".join(own.grounds[ground] for ground in amended.amendment.grounds),
        own.basis: basis_words(amended.amendment, words),
        own.effective: _day(amended.amendment.effective, own, words),
    }
    return {
        "amended": {
            "cover": list(told.items()),
            "facts": [*told.items(), *_facts(paper, amended, own, words)],
            "annex": own.annex.upper() if paper.text.details.title.isupper() else own.annex,
            "matrix": own.matrix,
            "redline": own.redline,
            "legend": own.legend,
            "heads": own.heads,
            "unchanged": own.unchanged,
            "rows": list(_rows(paper, amended, own)),
            "parts": [
                {
                    "heading": own.part.format(key=part.key) if len(paper.text.parts) > 1 else "",
                    "tables": redlined_tables(
                        amended.before.part(part.key),
                        part,
                        paper.shape.part(part.key) if paper.shape else None,
                        paper.year,
                        LANDSCAPE,
                        words,
                    ),
                }
                for part in paper.text.parts
            ],
        }
    }


def amended_title(title: str, amendment: Amendment, words: PaperWords, between: str = " ") -> str:
    """Return *Perubahan Pertama* before the title of what it changes, spelled as that is."""
    own, name = amendment_words(words), amendment_name(amendment.number, words)
    if " ".join(title.split()).casefold().startswith(name.casefold()):
        return title  # as its drafter typed it
    named = own.of.format(amendment=name, between=between, title=title)
    return named.upper() if title.isupper() else named


def amendment_name(number: int, words: PaperWords) -> str:
    """Name an amendment: *Perubahan Pertama*."""
    own = amendment_words(words)
    known = number <= len(own.ordinals)
    return own.named.format(ordinal=own.ordinals[number - 1] if known else own.further.format(number=number))


def basis_words(amendment: Amendment, words: PaperWords) -> str:
    """Return the document that asks for it: what it is, its number, its day."""
    own, basis = amendment_words(words), amendment.basis
    return own.document.format(title=basis.title, number=basis.number, day=_day(basis.day, own, words))


def _day(day: date, own: AmendmentWords, words: PaperWords) -> str:
    return str(format_date(day, own.day, locale=words.locale))


def _facts(paper: PlanPaper, amended: Amended, own: AmendmentWords, words: PaperWords) -> list[tuple[str, str]]:
    signed = amended.signed_at.astimezone(ZoneInfo(paper.time_zone))
    compared = own.compared_with.format(
        before=amended.version, day=_day(signed.date(), own, words), version=paper.version
    )
    sums = [total(text, paper.shape) for text in (amended.before, paper.text)]
    summed = own.summed.format(old=spell_rupiah(sums[0]), new=spell_rupiah(sums[1])) if sums[0] != sums[1] else ""
    told = [(own.reason, amended.amendment.reason), (own.compared, compared), (own.sums, summed)]
    return [(name, value) for name, value in told if value]


def _rows(paper: PlanPaper, amended: Amended, own: AmendmentWords) -> list[dict[str, Any]]:
    places = changed_places(amended.before, paper.text, paper.shape, paper.year, dict(amended.reasons), own)
    return [
        {
            "number": f"{n}.",
            "part": place.part,
            "row": place.row,
            "what": place.what,
            "old": _without(Mark.COME, place.old, place.new),
            "new": _without(Mark.GONE, place.old, place.new),
            "reason": place.reason,
            "breakable": max(len(place.old), len(place.new), len(place.reason)) > _SPLITTABLE,
        }
        for n, place in enumerate(places, 1)
    ]


def _without(mark: Mark, old: str, new: str) -> list[Stretch]:
    found = [stretch for stretch in redline(old, new) if stretch.mark is not mark]
    return [stretch for stretch in found if len(found) > 2 or not stretch.text.isspace()] or [Stretch(Mark.SAME, "–")]
