"""A QR code (ISO/IEC 18004) as the drawing that a template takes in."""

import segno

_QUIET = 1  # modules around it, beside the white of the page


def qr_code(words: str) -> str:
    """Return the code of the words as SVG, one unit a module."""
    rows = [tuple(row) for row in segno.make(words, error="m", micro=False).matrix]
    size = len(rows) + 2 * _QUIET
    drawn = "".join(
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{drawn}"/></svg>'
