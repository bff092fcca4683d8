"""The installed application: the one name it takes, below which or beside which its floors stand."""

import sys
from pathlib import Path


def house() -> Path:
    """Return the folder of the floors: within this package where it is installed, beside it in a checkout."""
    here = Path(__file__).resolve().parent
    within = here / "house"
    return within if within.is_dir() else here.parent


def main() -> None:
    """Run the `paraf` command."""
    sys.path.insert(0, str(house()))
    from cli.main import app

    app()
