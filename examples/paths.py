"""Where the sample's plan and its year are at the public API."""

from examples.banjarmasin import kind, office, year

OFFICE = f"/offices/{office().id}"
LOG = f"{OFFICE}/log"
PLANS = f"{OFFICE}/plans"
PLAN = f"{PLANS}/{kind()}-{year()}"
ACTION = f"{PLAN}/action"
YEAR = f"{PLAN}/year"
DOCUMENTS = f"{PLAN}/year-documents"


def quarter(number: int) -> str:
    """Return where a quarter is."""
    return f"{PLAN}/quarters/{number}"
