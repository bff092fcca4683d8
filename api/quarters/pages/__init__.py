"""The pages of the quarters."""

from api.quarters.pages.checking import checking as quarter_checking
from api.quarters.pages.checking import next_to_check, verified_said
from api.quarters.pages.filing import Asked
from api.quarters.pages.filing import filing as quarter_filing
from api.quarters.pages.quarter import quarter as year_quarter
from api.quarters.pages.row import EvidenceForm, evidence_form, filed_fields, year_row

__all__ = [
    "Asked",
    "EvidenceForm",
    "evidence_form",
    "filed_fields",
    "next_to_check",
    "quarter_checking",
    "quarter_filing",
    "verified_said",
    "year_quarter",
    "year_row",
]
