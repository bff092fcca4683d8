"""The description of the API, printed for whatever makes a client of it."""

import typer

from api.app import unserved
from api.http.openapi import description
from cli.settings import Settings
from domain.kernel.message import canonical


def openapi(settings: Settings) -> None:
    """Print it as this installation serves it; nothing is connected to."""
    typer.echo(canonical(description(unserved(), secure=settings.secure_cookies)).decode())
