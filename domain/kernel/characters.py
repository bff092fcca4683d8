"""What may stand in a typed text: nothing that hides, reorders or ends it."""

import unicodedata

from domain.kernel.errors import Unreadable, require

_BIDI = frozenset(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]))


def clean(text: str, place: str = "") -> str:
    """Return the text in NFC with `\\n` line ends; a control, bidi or unpaired character is `forbidden-character`."""
    text = text.replace("\r\n", "\n")
    for character in text:
        if _forbidden(character):
            raise Unreadable(
                "forbidden-character",
                "The text holds a character that cannot be shown or printed: {character}.",
                place,
                character=f"U+{ord(character):04X}",
            )
    return unicodedata.normalize("NFC", text)


def _forbidden(character: str) -> bool:
    if character in "\n\t":
        return False
    if unicodedata.category(character) in ("Cc", "Cs"):
        return True
    # The last two code points of every plane are promised never to be characters.
    return character in _BIDI or ord(character) & 0xFFFE == 0xFFFE


MOST = 4000  # characters of one cell


def paragraphs(text: str, place: str) -> str:
    """Return the text with its lines kept and their spaces single."""
    lines = (" ".join(line.split()) for line in clean(text, place).strip().splitlines())
    cleaned = "\n".join(lines)
    require(len(cleaned) <= MOST, "too-long", "At most {most} characters.", place, most=str(MOST))
    return cleaned


def reason(text: str, place: str = "reason") -> str:
    """Return the text, which may not be empty."""
    cleaned = paragraphs(text, place)
    require(bool(cleaned), "reason-missing", "The reason is missing.", place)
    return cleaned
