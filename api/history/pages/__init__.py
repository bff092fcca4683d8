"""The pages of histories and differences."""

from api.history.pages.execution import execution_history
from api.history.pages.plan import differences, history

__all__ = ["differences", "execution_history", "history"]
