"""The pages of a year."""

from api.year.pages.documents import YearFile, YearFiles, year_documents
from api.year.pages.indicator import year_indicator
from api.year.pages.year import year

__all__ = ["YearFile", "YearFiles", "year", "year_documents", "year_indicator"]
