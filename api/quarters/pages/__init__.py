"""The pages of the quarters."""

from api.quarters.pages.checking import checking as quarter_checking
from api.quarters.pages.checking import next_to_check, verified_said
from api.quarters.pages.filing import Asked
from api.quarters.pages.filing import filing as quarter_filing
from api.quarters.pages.quarter import quarter as year_quarter
from api.quarters.pages.row import EvidenceForm, evidence_form, filed_fields, year_row
from api.quarters.pages.signing import quarter_proof, quarter_signing

__all__ = [
    "Asked",
    "EvidenceForm",
    "evidence_form",
    "filed_fields",
    "next_to_check",
    "quarter_checking",
    "quarter_filing",
    "quarter_proof",
    "quarter_signing",
    "verified_said",
    "year_quarter",
    "year_row",
]
