"""A client that openapi-python-client makes from what `paraf openapi` prints."""

import importlib
import subprocess
import sys
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from activities.documents.sheets import XLSX
from activities.evidence.files import KINDS
from api.http.negotiate import EVENTS, JSONL, PDF, PNG
from cli.main import paraf

_BIN = Path(sys.executable).parent
_FILES = sorted({PDF, PNG, JSONL, EVENTS, XLSX, *(kind.media_type for kind in KINDS.values())})


class Generated:
    """The package, imported; `api("acts", "sign_part")` is the operation, `model("EndorsementBody")` a class."""

    def __init__(self, folder: Path) -> None:
        told = CliRunner().invoke(paraf, ["openapi"], catch_exceptions=False)
        description = folder / "openapi.json"
        description.write_text(told.stdout, encoding="utf-8")
        making: list[str | Path] = [_BIN / "openapi-python-client", "generate", "--path", description, "--meta", "none"]
        # What it does not know, it is told to take as bytes.
        known = "\n".join(f"  {media}: application/octet-stream" for media in _FILES)
        config = folder / "config.yml"
        config.write_text(f"content_type_overrides:\n{known}\n", encoding="utf-8")
        where: list[str | Path] = ["--output-path", folder / "paraf_client", "--config", config, "--fail-on-warning"]
        subprocess.run([*making, *where], check=True, capture_output=True, env={"PATH": str(_BIN)})
        sys.path.insert(0, str(folder))
        try:
            self._package = importlib.import_module("paraf_client")
        finally:
            sys.path.remove(str(folder))

    def signed_in(self, base_url: str, token: str) -> Any:
        """Return a client that sends the token."""
        return self._package.AuthenticatedClient(base_url=base_url, token=token)

    def api(self, tag: str, operation: str) -> Any:
        """Return what an operation is called by."""
        return importlib.import_module(f"paraf_client.api.{tag}.{operation}")

    def model(self, name: str) -> Any:
        """Return a class of the client's models."""
        return getattr(importlib.import_module("paraf_client.models"), name)
