"""The pages of histories and differences."""

from api.history.pages.plan import differences, history
from api.history.pages.year import year_history

__all__ = ["differences", "history", "year_history"]
