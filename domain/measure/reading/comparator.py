"""*Minimal*, *≥*, *paling lama*, *not more than*: what a cell says of its value beside the value."""

import re

from domain.measure.target import Comparator

_EQUAL = r"(?:atau sama dengan|or equals?(?: to)?|dan sama dengan|/ ?sama dengan)"
_OF = r"(?: of\b| sebesar\b| sebanyak\b)?"
_MORE = (
    r"lebih (?:dari|besar(?: dari)?|tinggi dari)|di ?atas|melebihi|(?:more|greater|higher) than|above|over|exceeding"
)
_LESS = r"kurang dari|lebih (?:kecil|rendah)(?: dari)?|di ?bawah|(?:less|fewer|lower) than|below|under"
_BEFORE = (
    (Comparator.AT_LEAST, rf"≥|>=|=>|⩾|(?:{_MORE}) {_EQUAL}"),
    (Comparator.AT_MOST, rf"≤|<=|=<|⩽|(?:{_LESS}) {_EQUAL}"),
    (
        Comparator.AT_LEAST,
        rf"(?:minimal|minimum|min\b\.?){_OF}|(?:paling|se)[ -]?(?:sedikit|kurang|rendah)(?:nya)?\b"
        r"|sekurang[ -]kurangnya|sedikitnya|serendah[ -]rendahnya|setidak(?:nya|[ -]tidaknya)"
        r"|tidak (?:kurang|di ?bawah)(?: dari)?|at least|(?:not|no) (?:less|fewer|lower) than|not below",
    ),
    (
        Comparator.AT_MOST,
        rf"(?:maksimal|maksimum|maximum|maximal|max\b\.?|maks\b\.?){_OF}"
        r"|paling (?:lama|banyak|lambat|tinggi|besar|telat)|se(?:tinggi|lambat|banyak|lama)[ -]\w+nya"
        r"|tidak (?:lebih|melebihi|di ?atas)(?: dari)?|at most|(?:not|no) (?:more|later|longer|greater|higher) than"
        r"|not (?:to )?exceed(?:ing)?|up to|within|not above",
    ),
    (Comparator.ABOUT, r"±|\+/-|kurang lebih|sekitar|kira-kira|approximately|around|about"),
    (Comparator.MORE_THAN, rf">|{_MORE}"),
    (Comparator.LESS_THAN, rf"<|{_LESS}"),
)
_AFTER = (
    (
        Comparator.AT_LEAST,
        r"(?:ke ?atas|atau lebih(?: (?:tinggi|baik))?|or (?:more|higher|better|above)"
        r"|\(?min(?:imal|imum|\.)\)?|\(min\)|\+)",
    ),
    (
        Comparator.AT_MOST,
        r"(?:ke ?bawah|atau kurang|or (?:less|fewer|lower|below)|\(?(?:maks(?:imal|imum|\.)?|max\.?)\)?)",
    ),
)
_WORD = r"(?=\W|\d|$)"
_STARTS = tuple((which, re.compile(rf"(?:{words}){_WORD}\s*:?\s*(?=\S)", re.IGNORECASE)) for which, words in _BEFORE)
_ENDS = tuple((which, re.compile(rf"(?<=\S)\s*{words}\.?$", re.IGNORECASE)) for which, words in _AFTER)


def parted(text: str) -> tuple[Comparator, str]:
    """Return the comparator that a cell begins or ends with, and the cell without it."""
    for which, words in _STARTS:
        if (found := words.match(text)) is not None:
            return which, text[found.end() :]
    for which, words in _ENDS:
        if (found := words.search(text)) is not None and any(
            character.isdigit() for character in text[: found.start()]
        ):
            return which, text[: found.start()]
    return Comparator.NONE, text
