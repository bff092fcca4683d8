"""The pages of offices."""

from api.offices.pages.office import office, offices
from api.offices.pages.policies import policies, practice
from api.offices.pages.positions import positions

__all__ = ["office", "offices", "policies", "positions", "practice"]
