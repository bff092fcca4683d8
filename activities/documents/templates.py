"""Typst templates, and how values get into them: as literals that can be nothing else."""

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "documents"
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def literal(value: object) -> str:
    """Return the value as typst code that can only be that value: a string, a whole number, true or false."""
    match value:
        case str():
            return f'"{value.translate(_ESCAPES)}"'
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case _:
            raise TypeError(f"a template printed a {type(value).__name__}")


# What is printed is never markup: `finalize` makes each value a literal, so HTML escaping would be wrong.
_JINJA = Environment(  # noqa: S701
    loader=FileSystemLoader(_TEMPLATES),
    undefined=StrictUndefined,
    finalize=literal,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def filled(template: str, **context: Any) -> str:
    """Return the typst source that the template gives."""
    return _JINJA.get_template(template).render(context)


def version_of(*modules: str) -> str:
    """Return the first 12 digits of a SHA-256 over all that shapes a page: templates, the typesetter, these files."""
    parts = [version("typst").encode()]
    for path in [Path(__file__), *map(Path, modules), *sorted(_TEMPLATES.glob("*.typ"))]:
        parts += [path.name.encode(), path.read_bytes()]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:12]
