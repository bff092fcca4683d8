"""The pages of the quarters."""

from api.quarters.pages.quarter import quarter as year_quarter
from api.quarters.pages.row import year_row

__all__ = ["year_quarter", "year_row"]
