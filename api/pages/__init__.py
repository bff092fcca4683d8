"""The pages: each noun's in a file of its own, from values that the routes read."""

from api.pages.acts import proof, review, sign
from api.pages.desk import desk
from api.pages.error import error
from api.pages.plans import new_plan, office_plans, plan
from api.pages.text import check, editor

__all__ = ["check", "desk", "editor", "error", "new_plan", "office_plans", "plan", "proof", "review", "sign"]
