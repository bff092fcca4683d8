"""The pages of the annual report."""

from api.report.pages.acts import check, report_proof, review
from api.report.pages.report import report, report_begin
from api.report.pages.sections import figures, section
from api.report.pages.statement import statement

__all__ = ["check", "figures", "report", "report_begin", "report_proof", "review", "section", "statement"]
