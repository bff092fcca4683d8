"""What people type into the cells of a year: cleaned, or refused with the place."""

from domain.characters import clean
from domain.errors import require

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
