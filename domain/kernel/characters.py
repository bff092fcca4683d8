"""What may stand in a typed text: nothing that hides, reorders or ends it, and in prose nothing that is a person's."""

import re
import unicodedata

from domain.kernel.errors import N_, Unreadable, require

# Controls, halves of a pair, what only formats or marks others, and what means something to some only.
_REFUSED = ("Cc", "Cs", "Cf", "Co")
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # letters and signs by name that show nothing
_VISIBLE = ("L", "N", "P", "S")
_JOINERS = re.compile("[\u200c\u200d]")
NO_NUMBERS = N_("Leave e-mail addresses and personal numbers out: the log cannot forget them.")
# An address, a mobile phone, an identity number of 16 digits, a civil servant's of 18, at once or in its four groups.
_PERSONAL = re.compile(
    r"[\w.+-]@[\w-]+\.\w"
    r"|(?<![\d.,])(?:\+62[ -]?|0)8\d{2}[ -]?\d{3,4}[ -]?\d{3,5}(?!\d)"
    r"|(?<!\d)\d{16}(?:\d\d)?(?!\d)"
    r"|(?<!\d)(?:19|20)\d{6} (?:19|20)\d{4} [12] \d{3}(?!\d)"
)


def clean(text: str, place: str = "") -> str:
    """Return the text in NFC with `\\n` line ends.

    A character that hides, reorders or ends it is `forbidden-character`; a text without one to see `nothing-visible`.
    """
    text = text.replace("\r\n", "\n")
    if not text.isprintable():
        wrong = _hidden(text)
        if wrong:
            first = next(character for character in text if character in wrong)
            raise Unreadable(
                "forbidden-character",
                "The text holds a character that cannot be shown or printed: {character}.",
                place,
                character=f"U+{ord(first):04X}",
            )
    if text.strip() and not any(map(_visible, text)):
        raise Unreadable("nothing-visible", "The text shows nothing.", place)
    return unicodedata.normalize("NFC", text)


def legible(text: str) -> str:
    """Return the text without the characters that `clean` refuses; a space stands for those that parted words."""
    told = text.replace("\r\n", "\n").replace("\r", "\n")
    return told.translate({ord(c): " " if c.isspace() else None for c in _hidden(told)})


def _hidden(text: str) -> set[str]:
    # Most texts have a few dozen different characters, however long they are.
    return set(filter(_forbidden, set(_JOINERS.sub(_unless_joining, text))))


def _forbidden(character: str) -> bool:
    if character in "\n\t":
        return False
    # The last two code points of every plane are promised never to be characters.
    return unicodedata.category(character) in _REFUSED or ord(character) & 0xFFFE == 0xFFFE


def _unless_joining(joiner: re.Match[str]) -> str:
    """Within a word, some scripts need a joiner; elsewhere it is only hidden."""
    around = (
        joiner.string[max(0, joiner.start() - 1) : joiner.start()],
        joiner.string[joiner.end() : joiner.end() + 1],
    )
    return "" if all(c and unicodedata.category(c)[0] in "LM" for c in around) else joiner[0]


def _visible(character: str) -> bool:
    return unicodedata.category(character).startswith(_VISIBLE) and character not in _FILLERS


MOST = 4000  # characters of one cell


def paragraphs(text: str, place: str, most: int = MOST) -> str:
    """Return the text with its lines kept and their spaces single."""
    lines = (" ".join(line.split()) for line in clean(text, place).strip().splitlines())
    cleaned = "\n".join(lines)
    require(len(cleaned) <= most, "too-long", "At most {most} characters.", place, most=str(most))
    require_impersonal(cleaned, place)
    return cleaned


def require_impersonal(text: str, place: str) -> None:
    """Refuse prose that holds what nobody could take out again; the name of a file goes on without it instead."""
    require(_PERSONAL.search(text) is None, "personal-number", NO_NUMBERS, place)


def reason(text: str, place: str = "reason") -> str:
    """Return the text, which may not be empty."""
    cleaned = paragraphs(text, place)
    require(bool(cleaned), "reason-missing", "The reason is missing.", place)
    return cleaned
