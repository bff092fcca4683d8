"""The pages of offices."""

from api.offices.pages.office import office, offices
from api.offices.pages.policies import policies, practice

__all__ = ["office", "offices", "policies", "practice"]
